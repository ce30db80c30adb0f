/*
 * The words of dates, as tables: a new language costs its rows.  Never uses the
 * machine's locale.  Names stand as their language writes them, in small
 * letters; English comes first, because most feeds speak it and a table is
 * searched from the top.
 */
#include "base/dateword.h"

#include <string.h>

/* Names that mean their place in the row (value 0), or all the same thing. */
struct row {
	enum dateword_kind kind;
	int value;
	const char *names[12];
};

#define MONTH DATEWORD_MONTH, 0
#define WEEKDAY DATEWORD_WEEKDAY, 0
#define NOISE DATEWORD_NOISE, 1

static const struct row rows[] = {
    /* "mar" is Tuesday in four languages, "paz" Sunday in Turkish. */
    {DATEWORD_EITHER, 0, {[2] = "mar", [9] = "paź"}},

    /* English */
    {MONTH, {"jan", "feb", NULL, "apr", "may", "jun", "jul", "aug", "sep",
		"oct", "nov", "dec"}},
    {WEEKDAY, {"mon", "tue", "wed", "thu", "fri", "sat", "sun"}},
    {DATEWORD_MARK, 'T', {"t"}},
    {MONTH, {"january", "february", "march", "april", "may", "june", "july",
		"august", "september", "october", "november", "december"}},
    {WEEKDAY, {"monday", "tuesday", "wednesday", "thursday", "friday",
		  "saturday", "sunday"}},
    {MONTH, {[8] = "sept"}},
    {WEEKDAY, {[1] = "tues", [2] = "weds", [3] = "thur"}},
    {WEEKDAY, {[3] = "thurs"}},
    {DATEWORD_HALF, 'a',
	{"am", "πμ", "öö", "午前", "上午", "早上", "凌晨", "오전"}},
    {DATEWORD_HALF, 'p', {"pm", "μμ", "ös", "午後", "下午", "晚上", "오후"}},

    /* What stands between numbers. */
    {DATEWORD_MARK, 'W', {"w"}},
    {DATEWORD_MARK, 'h', {"h", "時", "时", "点", "點", "시"}},
    {DATEWORD_MARK, 'm', {"min", "m", "分", "분"}},
    {DATEWORD_MARK, 's', {"s", "秒", "초"}},
    {DATEWORD_MARK, 'Y', {"年", "년"}},
    {DATEWORD_MARK, 'M', {"月", "월"}},
    {DATEWORD_MARK, 'D', {"日", "일", "号", "號"}},
    {DATEWORD_MARK, 'k', {"kl", "klo"}},
    {NOISE, {"st", "nd", "rd", "th", "of", "the", "at", "on"}},
    {NOISE, {"de", "del", "di", "a", "o", "las", "às", "le", "er", "feira",
		"alle", "ore"}},
    {NOISE, {"den", "um", "uhr", "r", "roku", "v", "saat", "ora"}},
    {NOISE, {"г", "года", "год", "го", "в", "р", "року", "о", "об"}},
    {NOISE, {"ж", "жыл", "жылы", "жылғы", "сағат"}},

    /* German */
    {MONTH, {"januar", "februar", "märz", "april", "mai", "juni", "juli",
		"august", "september", "oktober", "november", "dezember"}},
    {MONTH, {"jänner", "feber", "mär", [9] = "okt", [11] = "dez"}},
    {MONTH, {[2] = "mrz"}},
    {MONTH, {[2] = "maerz"}},
    {WEEKDAY, {"montag", "dienstag", "mittwoch", "donnerstag", "freitag",
		  "samstag", "sonntag"}},
    {WEEKDAY, {"mo", "di", "mi", "do", "fr", "sa", "so"}},
    {WEEKDAY, {[5] = "sonnabend"}},

    /* French */
    {MONTH, {"janvier", "février", "mars", "avril", "mai", "juin", "juillet",
		"août", "septembre", "octobre", "novembre", "décembre"}},
    {MONTH, {"janv", "févr", [3] = "avr", [6] = "juil", [11] = "déc"}},
    {MONTH, {[1] = "fév", [6] = "juill", [7] = "aoû"}},
    {WEEKDAY, {"lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi",
		  "dimanche"}},
    {WEEKDAY, {"lun", NULL, "mer", "jeu", "ven", "sam", "dim"}},

    /* Spanish */
    {MONTH, {"enero", "febrero", "marzo", "abril", "mayo", "junio", "julio",
		"agosto", "septiembre", "octubre", "noviembre", "diciembre"}},
    {MONTH, {"ene", [3] = "abr", [7] = "ago", "setiembre", [11] = "dic"}},
    {WEEKDAY, {"lunes", "martes", "miércoles", "jueves", "viernes", "sábado",
		  "domingo"}},
    {WEEKDAY, {[2] = "mié", "jue", "vie", "sáb", "dom"}},

    /* Italian */
    {MONTH,
	{"gennaio", "febbraio", "marzo", "aprile", "maggio", "giugno", "luglio",
	    "agosto", "settembre", "ottobre", "novembre", "dicembre"}},
    {MONTH, {"gen", [4] = "mag", "giu", "lug", [9] = "ott"}},
    {WEEKDAY, {"lunedì", "martedì", "mercoledì", "giovedì", "venerdì", "sabato",
		  "domenica"}},
    {WEEKDAY, {[3] = "gio"}},

    /* Portuguese */
    {MONTH, {"janeiro", "fevereiro", "março", "abril", "maio", "junho", "julho",
		"agosto", "setembro", "outubro", "novembro", "dezembro"}},
    {MONTH, {[1] = "fev", [8] = "set", "out"}},
    {WEEKDAY, {"segunda", "terça", "quarta", "quinta", "sexta"}},
    {WEEKDAY, {"seg", "ter", "qua", "qui", "sex"}},

    /* Dutch */
    {MONTH, {"januari", "februari", "maart", "april", "mei", "juni", "juli",
		"augustus"}},
    {MONTH, {[2] = "mrt"}},
    {WEEKDAY, {"maandag", "dinsdag", "woensdag", "donderdag", "vrijdag",
		  "zaterdag", "zondag"}},
    {WEEKDAY, {"ma", NULL, "wo", NULL, "vr", "za", "zo"}},

    /* Danish, Norwegian, Swedish: what is not German or Dutch */
    {MONTH, {[2] = "marts", [4] = "maj", [7] = "augusti", [11] = "desember"}},
    {MONTH, {[11] = "des"}},
    {WEEKDAY, {"mandag", "tirsdag", "onsdag", "torsdag", "fredag", "lørdag",
		  "søndag"}},
    {WEEKDAY, {"måndag", "tisdag", [3] = "tors"}},
    {WEEKDAY, {"man", "tir", "ons", "tor", "fre", "lør", "søn"}},
    {WEEKDAY, {[1] = "tis"}},

    /* Finnish */
    {MONTH, {"tammikuuta", "helmikuuta", "maaliskuuta", "huhtikuuta",
		"toukokuuta", "kesäkuuta", "heinäkuuta", "elokuuta",
		"syyskuuta", "lokakuuta", "marraskuuta", "joulukuuta"}},
    {MONTH, {"tammikuu", "helmikuu", "maaliskuu", "huhtikuu", "toukokuu",
		"kesäkuu", "heinäkuu", "elokuu", "syyskuu", "lokakuu",
		"marraskuu", "joulukuu"}},
    {MONTH, {"tammi", "helmi", "maalis", "huhti", "touko", "kesä", "heinä",
		"elo", "syys", "loka", "marras", "joulu"}},
    {WEEKDAY, {"maanantai", "tiistai", "keskiviikko", "torstai", "perjantai",
		  "lauantai", "sunnuntai"}},
    {WEEKDAY, {NULL, "ti", "ke", "to", "pe", "la", "su"}},

    /* Polish */
    {MONTH,
	{"stycznia", "lutego", "marca", "kwietnia", "maja", "czerwca", "lipca",
	    "sierpnia", "września", "października", "listopada", "grudnia"}},
    {MONTH,
	{"styczeń", "luty", "marzec", "kwiecień", "maj", "czerwiec", "lipiec",
	    "sierpień", "wrzesień", "październik", "listopad", "grudzień"}},
    {MONTH, {"sty", "lut", NULL, "kwi", "maj", "cze", "lip", "sie", "wrz", NULL,
		"lis", "gru"}},
    {WEEKDAY, {"poniedziałek", "wtorek", "środa", "czwartek", "piątek",
		  "sobota", "niedziela"}},
    {WEEKDAY, {"pon", "wt", "śr", "czw", "pt", "sob", "niedz"}},

    /* Czech */
    {MONTH, {"ledna", "února", "března", "dubna", "května", "června",
		"července", "srpna", "září", "října", "listopadu", "prosince"}},
    {MONTH, {"leden", "únor", "březen", "duben", "květen", "červen", "červenec",
		"srpen", "září", "říjen", "listopad", "prosinec"}},
    {MONTH, {"led", "úno", "bře", "dub", "kvě", "čvn", "čvc", "srp", "zář",
		"říj", NULL, "pro"}},
    {WEEKDAY,
	{"pondělí", "úterý", "středa", "čtvrtek", "pátek", NULL, "neděle"}},
    {WEEKDAY, {"po", "út", NULL, "čt", "pá", NULL, "ne"}},

    /* Hungarian */
    {MONTH, {"január", "február", "március", "április", "május", "június",
		"július", "augusztus", "szeptember", "október"}},
    {MONTH, {NULL, "febr", "márc", "ápr", "máj", [8] = "szept"}},
    {WEEKDAY, {"hétfő", "kedd", "szerda", "csütörtök", "péntek", "szombat",
		  "vasárnap"}},

    /* Romanian */
    {MONTH,
	{"ianuarie", "februarie", "martie", "aprilie", "mai", "iunie", "iulie",
	    "august", "septembrie", "octombrie", "noiembrie", "decembrie"}},
    {MONTH, {"ian", [5] = "iun", "iul", [10] = "noi"}},
    {WEEKDAY,
	{"luni", "marți", "miercuri", "joi", "vineri", "sâmbătă", "duminică"}},
    {WEEKDAY, {[4] = "vin", "sâm", "dum"}},

    /* Turkish */
    {MONTH, {"ocak", "şubat", "mart", "nisan", "mayıs", "haziran", "temmuz",
		"ağustos", "eylül", "ekim", "kasım", "aralık"}},
    {MONTH, {"oca", "şub", NULL, "nis", NULL, "haz", "tem", "ağu", "eyl", "eki",
		"kas", "ara"}},
    {WEEKDAY, {"pazartesi", "salı", "çarşamba", "perşembe", "cuma", "cumartesi",
		  "pazar"}},
    {WEEKDAY, {"pzt", "sal", "çar", "per", "cum", "cmt"}},

    /* Russian */
    {MONTH, {"января", "февраля", "марта", "апреля", "мая", "июня", "июля",
		"августа", "сентября", "октября", "ноября", "декабря"}},
    {MONTH, {"янв", "фев", "мар", "апр", "май", "июн", "июл", "авг", "сен",
		"окт", "ноя", "дек"}},
    {WEEKDAY, {"пн", "вт", "ср", "чт", "пт", "сб", "вс"}},
    {MONTH, {"январь", "февраль", "март", "апрель", "май", "июнь", "июль",
		"август", "сентябрь", "октябрь", "ноябрь", "декабрь"}},
    {MONTH, {[1] = "февр", [8] = "сент", [10] = "нояб"}},
    {WEEKDAY, {"понедельник", "вторник", "среда", "четверг", "пятница",
		  "суббота", "воскресенье"}},

    /* Ukrainian */
    {MONTH, {"січня", "лютого", "березня", "квітня", "травня", "червня",
		"липня", "серпня", "вересня", "жовтня", "листопада", "грудня"}},
    {MONTH,
	{"січень", "лютий", "березень", "квітень", "травень", "червень",
	    "липень", "серпень", "вересень", "жовтень", "листопад", "грудень"}},
    {MONTH, {"січ", "лют", "бер", "кві", "тра", "чер", "лип", "сер", "вер",
		"жов", "лис", "гру"}},
    {MONTH,
	{[3] = "квіт", "трав", "черв", [7] = "серп", [10] = "лист", "груд"}},
    {WEEKDAY, {"понеділок", "вівторок", "середа", "четвер", "пятниця", "субота",
		  "неділя"}},
    {WEEKDAY, {[6] = "нд"}},

    /* Kazakh */
    {MONTH, {"қаңтар", "ақпан", "наурыз", "сәуір", "мамыр", "маусым", "шілде",
		"тамыз", "қыркүйек", "қазан", "қараша", "желтоқсан"}},
    {MONTH, {"қаң", "ақп", "нау", "сәу", "мам", "мау", "шіл", "там", "қыр",
		"қаз", "қар", "жел"}},
    {WEEKDAY, {"дүйсенбі", "сейсенбі", "сәрсенбі", "бейсенбі", "жұма", "сенбі",
		  "жексенбі"}},
    {WEEKDAY, {"дс", "сс", NULL, "бс", "жм", NULL, "жс"}},

    /* Greek; the last row as some feeds misspell it */
    {MONTH, {"ιανουαρίου", "φεβρουαρίου", "μαρτίου", "απριλίου", "μαΐου",
		"ιουνίου", "ιουλίου", "αυγούστου", "σεπτεμβρίου", "οκτωβρίου",
		"νοεμβρίου", "δεκεμβρίου"}},
    {MONTH, {"ιανουάριος", "φεβρουάριος", "μάρτιος", "απρίλιος", "μάιος",
		"ιούνιος", "ιούλιος", "αύγουστος", "σεπτέμβριος", "οκτώβριος",
		"νοέμβριος", "δεκέμβριος"}},
    {MONTH, {"ιαν", "φεβ", "μαρ", "απρ", "μαι", "ιουν", "ιουλ", "αυγ", "σεπ",
		"οκτ", "νοε", "δεκ"}},
    {MONTH, {[2] = "μάρτ", [8] = "σεπτ"}},
    {MONTH, {[2] = "μάώ", [5] = "ιον", "ιολ"}},
    {WEEKDAY, {"δευτέρα", "τρίτη", "τετάρτη", "πέμπτη", "παρασκευή", "σάββατο",
		  "κυριακή"}},
    {WEEKDAY, {"δευ", "τρι", "τετ", "πεμ", "παρ", "σαβ", "κυρ"}},

    /* Arabic */
    {MONTH, {"يناير", "فبراير", "مارس", "ابريل", "مايو", "يونيو", "يوليو",
		"اغسطس", "سبتمبر", "اكتوبر", "نوفمبر", "ديسمبر"}},
    {WEEKDAY, {"الاثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت",
		  "الأحد"}},

    /* Chinese, Japanese, Korean: their months are numbers */
    {MONTH, {"一月", "二月", "三月", "四月", "五月", "六月", "七月", "八月",
		"九月", "十月", "十一月", "十二月"}},
    {WEEKDAY,
	{"星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日"}},
    {WEEKDAY, {"周一", "周二", "周三", "周四", "周五", "周六", "周日"}},
    {WEEKDAY,
	{"月曜日", "火曜日", "水曜日", "木曜日", "金曜日", "土曜日", "日曜日"}},
    {WEEKDAY,
	{"월요일", "화요일", "수요일", "목요일", "금요일", "토요일", "일요일"}},
};

/*
 * Zones as RFC 5322 section 4.3 has them, and others that feeds name.  Where
 * two countries share letters, the zone is the one with more feeds (CST, IST).
 */
static const struct {
	const char *name;
	int offset;
} zones[] = {
    {"gmt", 0},
    {"utc", 0},
    {"z", 0},
    {"ut", 0},
    {"est", -300},
    {"edt", -240},
    {"et", -300},
    {"cst", -360},
    {"cdt", -300},
    {"ct", -360},
    {"mst", -420},
    {"mdt", -360},
    {"mt", -420},
    {"pst", -480},
    {"pdt", -420},
    {"pt", -480},
    {"akst", -540},
    {"akdt", -480},
    {"hst", -600},
    {"ast", -240},
    {"adt", -180},
    {"at", -240},
    {"nst", -210},
    {"ndt", -150},
    {"brt", -180},
    {"art", -180},
    {"wet", 0},
    {"west", 60},
    {"bst", 60},
    {"cet", 60},
    {"cest", 120},
    {"mez", 60},
    {"mesz", 120},
    {"met", 60},
    {"mest", 120},
    {"eet", 120},
    {"eest", 180},
    {"msk", 180},
    {"msd", 240},
    {"trt", 180},
    {"wat", 60},
    {"cat", 120},
    {"sast", 120},
    {"eat", 180},
    {"gst", 240},
    {"pkt", 300},
    {"ist", 330},
    {"npt", 345},
    {"ict", 420},
    {"wib", 420},
    {"hkt", 480},
    {"sgt", 480},
    {"myt", 480},
    {"pht", 480},
    {"awst", 480},
    {"jst", 540},
    {"kst", 540},
    {"acst", 570},
    {"acdt", 630},
    {"aest", 600},
    {"aedt", 660},
    {"nzst", 720},
    {"nzdt", 780},
};

/* Punctuation and letters that stand for another one; 0: for nothing. */
static const struct {
	uint32_t from;
	uint32_t to;
} same[] = {
    {0xA0, ' '},
    {0xAB, ' '},
    {0xAD, 0},
    {0xB7, ' '},
    {0xBA, 'o'},
    {0xAA, 'a'},
    {0xBB, ' '},
    {0x2BC, 0},
    {0x218, 's'},
    {0x219, 's'},
    {0x21A, 't'},
    {0x21B, 't'},
    {0x60C, ','},
    {0x622, 0x627},
    {0x623, 0x627},
    {0x625, 0x627},
    {0x3001, ','},
    {0x3000, ' '},
    {0x202F, ' '},
    {0x205F, ' '},
    {0x2060, 0},
    {0x2212, '-'},
    {0xFEFF, 0},
    /* Greek with accents */
    {0x386, 0x3B1},
    {0x388, 0x3B5},
    {0x389, 0x3B7},
    {0x38A, 0x3B9},
    {0x38C, 0x3BF},
    {0x38E, 0x3C5},
    {0x38F, 0x3C9},
    {0x390, 0x3B9},
    {0x3AA, 0x3B9},
    {0x3AB, 0x3C5},
    {0x3AC, 0x3B1},
    {0x3AD, 0x3B5},
    {0x3AE, 0x3B7},
    {0x3AF, 0x3B9},
    {0x3B0, 0x3C5},
    {0x3C2, 0x3C3},
    {0x3CA, 0x3B9},
    {0x3CB, 0x3C5},
    {0x3CC, 0x3BF},
    {0x3CD, 0x3C5},
    {0x3CE, 0x3C9},
    /* Cyrillic with accents, which may also come decomposed */
    {0x401, 0x435},
    {0x451, 0x435},
    {0x407, 0x456},
    {0x457, 0x456},
    {0x419, 0x438},
    {0x439, 0x438},
};

/* Runs of characters that lie as far from what they stand for. */
static const struct {
	uint32_t first;
	uint32_t last;
	uint32_t to;   /* what first stands for; 0: all for nothing */
	uint32_t step; /* 0: all for the same */
} runs[] = {
    {0x300, 0x36F, 0, 0},     /* combining accents */
    {0x391, 0x3A9, 0x3B1, 1}, /* Greek capitals */
    {0x400, 0x40F, 0x450, 1}, /* Cyrillic capitals */
    {0x410, 0x42F, 0x430, 1},
    {0x660, 0x669, '0', 1}, /* Arabic digits */
    {0x6F0, 0x6F9, '0', 1},
    {0x2000, 0x200A, ' ', 0},
    {0x200B, 0x200F, 0, 0}, /* marks of direction and joining */
    {0x2010, 0x2015, '-', 0},
    {0x2018, 0x2019, 0, 0},
    {0x201C, 0x201F, ' ', 0},
    {0x202A, 0x202E, 0, 0},
    {0x2066, 0x2069, 0, 0},
    {0xFF10, 0xFF19, '0', 1}, /* full width */
    {0xFF21, 0xFF3A, 'a', 1},
    {0xFF41, 0xFF5A, 'a', 1},
    {0xFF08, 0xFF0F, '(', 1},
    {0xFF1A, 0xFF1A, ':', 1},
};

/* U+00C0 to U+017F without accents. */
static const char latin[] = "aaaaaaaceeeeiiiidnoooooxouuuuyts"
			    "aaaaaaaceeeeiiiidnoooooxouuuuyty"
			    "aaaaaaccccccccddddeeeeeeeeee"
			    "gggggggghhhhiiiiiiiiiiiijjkkk"
			    "llllllllllnnnnnnnnnoooooooo"
			    "rrrrrrssssssssttttttuuuuuuuuuuuu"
			    "wwyyyzzzzzzs";

static uint32_t
fold_ascii(uint32_t c)
{
	if (c >= 'A' && c <= 'Z')
		return c + ('a' - 'A');
	if (c == '\'')
		return 0;
	return c == '"' || c == '@' || c == '|' ? ' ' : c;
}

static uint32_t
fold(uint32_t c)
{
	if (c < 0x80)
		return fold_ascii(c);
	if (c >= 0xC0 && c < 0xC0 + sizeof(latin) - 1)
		return (unsigned char)latin[c - 0xC0];
	for (size_t i = 0; i < sizeof(same) / sizeof(same[0]); i++)
		if (same[i].from == c)
			return same[i].to;
	for (size_t i = 0; i < sizeof(runs) / sizeof(runs[0]); i++)
		if (c >= runs[i].first && c <= runs[i].last)
			return runs[i].to + runs[i].step * (c - runs[i].first);
	if (c >= 0x48A && c <= 0x4BF)
		return c | 1; /* Kazakh and its kin: capital, small, capital */
	if (c >= 0x4D0 && c <= 0x52F)
		return c | 1;
	return c;
}

/* The bytes that follow the first one of a character, or -1. */
static int
utf8_rest(unsigned char first)
{
	if (first < 0x80)
		return 0;
	if (first >= 0xC2 && first <= 0xDF)
		return 1;
	if (first >= 0xE0 && first <= 0xEF)
		return 2;
	if (first >= 0xF0 && first <= 0xF4)
		return 3;
	return -1;
}

/* Takes one character as it is. */
static bool
utf8_next(const char **text, const char *end, uint32_t *out)
{
	static const uint32_t least[] = {0, 0x80, 0x800, 0x10000};
	const unsigned char *p = (const unsigned char *)*text;

	if (*text == end)
		return false;
	int rest = utf8_rest(*p);
	if (rest < 0 || end - *text <= rest)
		return false;
	uint32_t c = rest == 0 ? *p : *p & (0x3Fu >> rest);
	for (int i = 1; i <= rest; i++) {
		if ((p[i] & 0xC0) != 0x80)
			return false;
		c = c << 6 | (p[i] & 0x3F);
	}
	if (c < least[rest])
		return false;
	*text += rest + 1;
	*out = c;
	return true;
}

bool
dateword_next(const char **text, const char *end, uint32_t *c)
{
	if (!utf8_next(text, end, c))
		return false;
	if (*c >= '\t' && *c <= '\r')
		*c = ' ';
	if (*c < ' ' || (*c >= 0x7F && *c < 0xA0))
		return false;
	*c = fold(*c);
	return true;
}

/* Tells most names apart by their first letter, which has an accent only in
 * the Latin ones (those below U+0250). */
static bool
may_begin(const char *name, uint32_t letter)
{
	unsigned char first = (unsigned char)*name;

	if (first < 0x80)
		return first == letter;
	return (first >= 0xCE) == (letter >= 0x80);
}

/* How many characters of word the name takes, or 0 when it is another one. */
static size_t
name_length(const char *name, const uint32_t *word, size_t n)
{
	if (!may_begin(name, word[0]))
		return 0;
	const char *end = name + strlen(name);
	size_t i = 0;
	uint32_t c;

	for (size_t at = 0; utf8_next(&name, end, &c); at++) {
		if (at > 0 || c < 0x250)
			c = fold(c);
		if (c == 0)
			continue;
		if (i == n || word[i] != c)
			return 0;
		i++;
	}
	return i;
}

struct dateword
dateword_prefix(const uint32_t *word, size_t *n)
{
	struct dateword found = {DATEWORD_NONE, 0};
	size_t longest = 0;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		for (size_t j = 0; j < 12; j++) {
			if (rows[i].names[j] == NULL)
				continue;
			size_t len = name_length(rows[i].names[j], word, *n);
			if (len <= longest)
				continue;
			longest = len;
			found.kind = rows[i].kind;
			found.value = rows[i].value;
			if (found.value == 0)
				found.value = (int)j + 1;
			if (len == *n)
				return found;
		}
	}
	*n = longest;
	return found;
}

struct dateword
dateword_find(const uint32_t *word, size_t n)
{
	size_t len = n;
	struct dateword found = dateword_prefix(word, &len);

	if (len != n)
		found.kind = DATEWORD_NONE;
	return found;
}

bool
dateword_zone(const uint32_t *word, size_t n, int *offset)
{
	for (size_t i = 0; i < sizeof(zones) / sizeof(zones[0]); i++) {
		if (name_length(zones[i].name, word, n) == n) {
			*offset = zones[i].offset;
			return true;
		}
	}
	return false;
}
