#include "textflag.h"

// func addRowsAVX2(lanes *uint64, words int, table *uint64, rows *uint32, n int)
TEXT ·addRowsAVX2(SB), NOSPLIT, $0-40
	MOVQ lanes+0(FP), DI
	MOVQ words+8(FP), DX
	MOVQ table+16(FP), BX
	MOVQ rows+24(FP), R8
	MOVQ n+32(FP), R9
	MOVQ DX, R10
	SHLQ $3, R10 // bytes of a row

chunk:
	VMOVDQU 0(DI), Y0
	VMOVDQU 32(DI), Y1
	VMOVDQU 64(DI), Y2
	VMOVDQU 96(DI), Y3
	MOVQ    R8, SI
	MOVQ    R9, CX

row:
	MOVL   (SI), AX
	IMULQ  R10, AX
	VPADDQ 0(BX)(AX*1), Y0, Y0
	VPADDQ 32(BX)(AX*1), Y1, Y1
	VPADDQ 64(BX)(AX*1), Y2, Y2
	VPADDQ 96(BX)(AX*1), Y3, Y3
	ADDQ   $4, SI
	DECQ   CX
	JNZ    row

	VMOVDQU Y0, 0(DI)
	VMOVDQU Y1, 32(DI)
	VMOVDQU Y2, 64(DI)
	VMOVDQU Y3, 96(DI)
	ADDQ    $128, DI
	ADDQ    $128, BX
	SUBQ    $16, DX
	JNZ     chunk
	VZEROUPPER
	RET

// func rectifyAVX2(lanes *uint64, words int, bias uint16, units *int16)
TEXT ·rectifyAVX2(SB), NOSPLIT, $0-32
	MOVQ         lanes+0(FP), SI
	MOVQ         words+8(FP), CX
	VPBROADCASTW bias+16(FP), Y1
	MOVQ         units+24(FP), DI

rectify:
	VMOVDQU  (SI), Y0
	VPSUBUSW Y1, Y0, Y0
	VMOVDQU  Y0, (DI)
	ADDQ     $32, SI
	ADDQ     $32, DI
	SUBQ     $4, CX
	JNZ      rectify
	VZEROUPPER
	RET

// func scoreAVX2(units *int16, pairs int, weights *int16, scores *int32, groups int)
TEXT ·scoreAVX2(SB), NOSPLIT, $0-40
	MOVQ units+0(FP), R8
	MOVQ pairs+8(FP), R9
	MOVQ weights+16(FP), BX
	MOVQ scores+24(FP), DI
	MOVQ groups+32(FP), DX

group:
	MOVQ  R8, SI
	MOVQ  R9, CX
	VPXOR Y0, Y0, Y0
	VPXOR Y1, Y1, Y1

pair: // two pairs of units at a time
	VPBROADCASTD 0(SI), Y2
	VPBROADCASTD 4(SI), Y3
	VPMADDWD     0(BX), Y2, Y2
	VPMADDWD     32(BX), Y3, Y3
	VPADDD       Y2, Y0, Y0
	VPADDD       Y3, Y1, Y1
	ADDQ         $8, SI
	ADDQ         $64, BX
	SUBQ         $2, CX
	JNZ          pair

	VPADDD  Y1, Y0, Y0
	VMOVDQU Y0, (DI)
	ADDQ    $32, DI
	DECQ    DX
	JNZ     group
	VZEROUPPER
	RET
