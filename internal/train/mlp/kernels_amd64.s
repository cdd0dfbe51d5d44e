#include "textflag.h"

// func plusAVX(a, b *float32, n int)
TEXT ·plusAVX(SB), NOSPLIT, $0-24
	MOVQ a+0(FP), DI
	MOVQ b+8(FP), SI
	MOVQ n+16(FP), CX

plus:
	VMOVUPS (DI), Y0
	VADDPS  (SI), Y0, Y0
	VMOVUPS Y0, (DI)
	ADDQ    $32, DI
	ADDQ    $32, SI
	SUBQ    $8, CX
	JNZ     plus
	VZEROUPPER
	RET

// func axpyAVX(a *float32, k float32, b *float32, n int)
TEXT ·axpyAVX(SB), NOSPLIT, $0-32
	MOVQ         a+0(FP), DI
	VBROADCASTSS k+8(FP), Y1
	MOVQ         b+16(FP), SI
	MOVQ         n+24(FP), CX

axpy:
	VMULPS  (SI), Y1, Y0
	VADDPS  (DI), Y0, Y0
	VMOVUPS Y0, (DI)
	ADDQ    $32, DI
	ADDQ    $32, SI
	SUBQ    $8, CX
	JNZ     axpy
	VZEROUPPER
	RET

// func dotAVX(a, b *float32, n int, out *[8]float32)
TEXT ·dotAVX(SB), NOSPLIT, $0-32
	MOVQ   a+0(FP), DI
	MOVQ   b+8(FP), SI
	MOVQ   n+16(FP), CX
	MOVQ   out+24(FP), DX
	VXORPS Y0, Y0, Y0

dot:
	VMOVUPS (DI), Y1
	VMULPS  (SI), Y1, Y1
	VADDPS  Y1, Y0, Y0
	ADDQ    $32, DI
	ADDQ    $32, SI
	SUBQ    $8, CX
	JNZ     dot
	VMOVUPS Y0, (DX)
	VZEROUPPER
	RET
