package page

import "strings"

// monthNames are the months in the languages of the sites that vigil reads,
// January first, forms parted by commas. A name of one language that means
// another month in a second one (Croatian "listopad" is October, Polish
// "listopad" November) is left out.
var monthNames = [12]string{
	"january,jan,januar,jänner,janvier,janv,enero,ene,janeiro,gennaio,gen,ocak,oca,января,январь,янв,січня,січень,січ,يناير,كانون الثاني,ژانویه,januari,stycznia,stycznień,sty,ledna,tammikuuta,ianuarie,január,siječnja,януари,ιανουαρίου,ינואר,januára",
	"february,feb,februar,février,févr,fév,febrero,fevereiro,fev,febbraio,şubat,şub,февраля,февраль,фев,лютого,лютий,лют,فبراير,شباط,فوریه,februari,lutego,luty,února,helmikuuta,februarie,február,veljače,февруари,φεβρουαρίου,פברואר",
	"march,mar,märz,mrz,mars,marzo,março,mart,марта,март,мар,березня,березень,бер,مارس,آذار,maart,marca,března,maaliskuuta,martie,március,ožujka,μαρτίου,מרץ,מרס",
	"april,apr,avril,avr,abril,abr,aprile,nisan,nis,апреля,апрель,апр,квітня,квітень,кві,أبريل,ابريل,إبريل,نيسان,آوریل,kwietnia,dubna,huhtikuuta,aprilie,április,travnja,април,απριλίου,אפריל",
	"may,mai,mayo,maio,maggio,mag,mayıs,мая,май,травня,травень,тра,مايو,أيار,ايار,مه,mei,maja,května,toukokuuta,május,svibnja,μαΐου,מאי",
	"june,jun,juni,juin,junio,junho,giugno,giu,haziran,haz,июня,июнь,июн,червня,червень,чер,يونيو,حزيران,ژوئن,czerwca,června,kesäkuuta,iunie,június,юни,ιουνίου,יוני",
	"july,jul,juli,juillet,juil,julio,julho,luglio,lug,temmuz,tem,июля,июль,июл,липня,липень,лип,يوليو,تموز,ژوئیه,lipca,července,heinäkuuta,iulie,július,юли,ιουλίου,יולי",
	"august,aug,août,agosto,ago,ağustos,ağu,августа,август,авг,серпня,серпень,сер,أغسطس,اغسطس,آب,اوت,augustus,sierpnia,srpna,elokuuta,augusti,augusztus,αυγούστου,אוגוסט",
	"september,sep,sept,septembre,septiembre,setembro,settembre,set,eylül,eyl,сентября,сентябрь,сен,сент,вересня,вересень,вер,سبتمبر,أيلول,ايلول,سپتامبر,września,září,syyskuuta,septembrie,szeptember,rujna,септември,σεπτεμβρίου,ספטמבר",
	"october,oct,oktober,okt,octobre,octubre,outubro,out,ottobre,ott,ekim,eki,октября,октябрь,окт,жовтня,жовтень,жов,أكتوبر,اكتوبر,تشرين الأول,اکتبر,października,října,lokakuuta,octombrie,október,октомври,οκτωβρίου,אוקטובר",
	"november,nov,novembre,noviembre,novembro,kasım,kas,ноября,ноябрь,ноя,нояб,листопада,листопад,лис,نوفمبر,تشرين الثاني,نوامبر,listopada,marraskuuta,noiembrie,ноември,νοεμβρίου,נובמבר",
	"december,dec,dezember,dez,décembre,déc,diciembre,dic,dezembro,dicembre,aralık,ara,декабря,декабрь,дек,грудня,грудень,гру,ديسمبر,كانون الأول,دسامبر,grudnia,prosince,joulukuuta,decembrie,desember,des,декември,δεκεμβρίου,דצמבר",
}

var monthIndex = indexMonths()

func indexMonths() map[string]int {
	ix := map[string]int{}
	for i, names := range monthNames {
		for _, n := range strings.Split(names, ",") {
			ix[n] = i + 1
		}
	}
	return ix
}

// monthOf returns 1 to 12, or 0 if w (in lower case) names no month.
func monthOf(w string) int { return monthIndex[w] }
