"""Words that are written with a full stop, by language and by what may follow them."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum


class Kind(Enum):
    """What has to follow an abbreviation for its full stop to end a sentence.

    Before a small letter or a comma it never does.
    """

    BEFORE = "before"
    """Nothing does: "Mr.", "e.g."."""
    NUMBER = "number"
    """Anything but a number: "No. 5", "5 hrs."; a few are ordinary words otherwise ("no.")."""
    NAME = "name"
    """A word that begins sentences: "Inc.", "Jan.", "Ph.D."."""
    PLACE = "place"
    """A capital, but not one of an authority or a time zone: "the U.S. Senate", "5 p.m. EST"."""
    CLOSING = "closing"
    """Anything: "etc."."""
    BEHIND_NUMBER = "behind"
    """As `NUMBER` if a number stands before it, else nothing: Russian "1990 г." and "г. Москва"."""


ANY_LANGUAGE = {
    "before": "dr prof vs cf approx incl excl",
    "number": "nr pp vol fig tel ca =max =min",
    "name": "inc ltd corp jr st",
    "place": "a.m p.m",
    "closing": "etc",
}
"""A word in lower case stands for all its spellings (dr, Dr, DR), one with a capital for itself and
for capitals (Sun, SUN), and one behind `=` for itself alone. Between parts (z.B) may be spaces."""

BY_LANGUAGE: Mapping[str, Mapping[str, str]] = {
    "en": {
        "before": "mr mrs ms mx messrs Fr rev hon gen col capt cpt sgt cmdr cdr lt maj cpl adm pvt"
        " gov pres sen supt insp atty det msgr mme mlle Rep Reps Sens Drs Profs e.g i.e =eg =ie"
        " viz =esp =orig =resp",
        "number": "p pp no nos vols figs ch chs chap sec secs art arts par para app eq eqs ex pt"
        " pts pl rm tab ext ver op cit circa =est =avg =n =c =b =d hr hrs lb lbs oz tsp tbsp tbs"
        " apt ste bldg =mins =yr =yrs =mo =mos =wk =wks gal qt sq yd yds mph kg km cm mm =mi =doz",
        "name": "llc co mt ft bros esq sr ave blvd rd hwy assn assoc univ dept inst intl natl mfg"
        " ph.d m.d d.d.s b.a m.a b.s m.s j.d ed.d =al =ed =eds =trans =v =in Jan feb apr jun jul"
        " aug sep sept oct nov Mar Dec Mon Tue Tues Wed Weds Thu Thur Thurs Fri Sat Sun",
        "place": "u.s u.k u.s.a u.n e.u d.c b.c a.d b.c.e c.e n.y l.a u.s.s.r u.a.e",
    },
    "de": {
        "before": "hr hrn Fr frl dres ing dipl z.b d.h u.u v.a i.d.r i.a o.g s.o s.u z.t z.zt z.hd"
        " vgl bzw bspw sog ggf ggfs evtl gem insb insbes inkl exkl zzgl abzgl mind rd einschl bes"
        " eig eigtl urspr geb gest verh lt Präs Gen Maj Hptm Kard Frhr Gebr Fa Hl h.c",
        "number": "nrn s bd bde abs art kap ziff anm aufl abb tab teil kl str fax std stk =sek =st"
        " Mo Di Mi Do Fr Sa So",
        "name": "d.red d.verf Jan feb mär apr jun jul aug sep sept okt nov dez e.v m.b.h co =f"
        " =ff jh jhd n.chr v.chr mio mrd tsd u.a o.ä",
        "closing": "usw u.s.w u.dgl u.v.m u.a.m u.ä",
    },
    "fr": {
        "before": "M MM Me mme mmes mlle mlles mgr Pr ste p.ex c.-à-d env av boul bd =adj =resp",
        "number": "n no nos p art chap éd t =ch",
        "name": "janv févr avr juil sept oct nov déc j.-c s.a s.a.r.l =al =ex",
    },
    "es": {
        "before": "sr sra srta sres sras D dña dra profa ing lic arq gral cnel sto sta mons excmo"
        " excma ilmo p.ej ej aprox av avda pza rte",
        "number": "n núm no art pág págs p cap tfno =máx =mín ud uds",
        "name": "ene feb abr jun jul ago sept oct nov dic s.a s.l a.c d.c",
        "place": "ee.uu vd vds",
    },
    "it": {
        "before": "sig sigg dott ing avv arch geom rag mons On egr gent spett p.es ad.es =es cfr"
        " cav gen magg S SS",
        "number": "n nn art artt pag pagg p cap =sec",
        "name": "genn febbr apr giu lug sett ott nov dic s.p.a s.r.l a.c d.c",
        "closing": "ecc",
    },
    "pt": {
        "before": "sr sra srs sras srta dra drs profa eng arq D exmo exma ilmo p.ex =ex av gen cel"
        " maj aprox Pe sto sta",
        "number": "n núm no art arts pág págs p cap =máx =mín =seg",
        "name": "jan fev abr jun jul ago out nov dez ltda s.a a.c d.c",
    },
    "nl": {
        "before": "dhr mevr mw mr mrs drs ir ing ds bijv bv bvb d.w.z m.a.w o.a t.o.v i.p.v m.b.t"
        " t.a.v n.a.v a.d.h.v d.m.v i.v.m z.o.z t.w.v vgl zgn resp evt m.n gebr p.a",
        "number": "nrs blz p pag art hfst afb =kl =sec",
        "name": "=jan feb mrt apr jun jul aug sept okt nov dec b.v n.v v.chr n.chr",
        "closing": "enz e.d e.a",
    },
    "sv": {
        "before": "t.ex bl.a s.k f.d f.ö t.o.m fr.o.m d.v.s dvs resp jfr hr m.a.o inkl exkl eg",
        "number": "s sid kap kl =sek =kr",
        "name": "jan feb apr jun jul aug sept okt nov dec",
        "place": "f.kr e.kr f.m e.m",
        "closing": "osv m.m m.fl o.s.v o.d",
    },
    "da": {
        "before": "f.eks bl.a s.k s.å d.v.s dvs hhv jf hr Fr inkl ekskl evt pga mht vedr ifm",
        "number": "s kap kl tlf stk =maks =sek =kr mio mia",
        "name": "jan feb apr jun jul aug sept okt nov dec",
        "place": "f.kr e.kr",
        "closing": "osv m.m m.v m.fl o.l",
    },
    "no": {
        "before": "f.eks bl.a s.k dvs hhv jf hr inkl ekskl evt pga mht vedr",
        "number": "s kap kl tlf =maks =sek =kr mill mrd",
        "name": "jan feb apr jun jul aug sept okt nov",
        "place": "f.kr e.kr",
        "closing": "osv m.m m.v m.fl o.l",
    },
    "pl": {
        "before": "hab inż mgr np tzn tzw tj m.in ul al pl os św gen płk mjr kpt por ks wg ds zob",
        "number": "s str poz art ust pkt godz t rozdz rys tab ok =r =w =gr tys mln mld zł szt",
        "name": "sp z.o.o im =pt n.e p.n.e",
        "closing": "itd itp",
    },
    "cs": {
        "before": "např tj tzv tzn ing mgr mudr judr phdr rndr bc doc sv ul nám tř popř příp vč mj",
        "number": "č čís s str obr tab kap čl odst hod =sek tis mil mld",
        "name": "s.r.o a.s angl něm lat n.l",
        "closing": "atd apod aj",
    },
    "sk": {
        "before": "napr t.j tzv ing mgr mudr judr doc sv ul nám príp",
        "number": "č s str obr tab kap hod tis mil",
        "name": "s.r.o a.s n.l",
        "closing": "atď",
    },
    "hr": {
        "before": "npr tj tzv mr ing g gđa sv ul odn",
        "number": "br str čl st =r god tis mil mlrd",
        "name": "d.o.o d.d n.e",
        "closing": "itd",
    },
    "sl": {
        "before": "npr t.i tj oz g ga sv ul",
        "number": "št str čl st =l tis mio",
        "name": "d.o.o d.d n.št",
        "closing": "itd ipd",
    },
    "hu": {
        "before": "ifj id özv pl ún kb vö ill",
        "number": "sz old bek fej u kr db i.e i.sz i.u",
        "name": "jan febr márc ápr jún júl aug szept okt nov dec kft bt zrt nyrt",
        "closing": "stb",
    },
    "fi": {
        "before": "esim ks vrt ns ts toim tri mm ent",
        "number": "s ss nro kpl v n puh ekr jkr milj mrd",
        "closing": "jne yms ym tms",
    },
    "tr": {
        "before": "doç yrd öğr av sn bkz örn gen yzb mah cad uzm",
        "number": "no s sf cilt c",
        "name": "a.ş şti m.ö m.s",
        "closing": "vb vs vd",
    },
    "ro": {
        "before": "dl dna ing sf str bd =ex dvs aprox acad gen",
        "number": "pag p art alin cap",
        "name": "s.a s.r.l î.hr d.hr î.e.n e.n",
        "closing": "ș.a.m.d ș.a",
    },
    "ca": {
        "before": "sr sra srs srta dra sta p.ex =ex av pl aprox",
        "number": "núm n pàg p art cap =màx =mín",
        "name": "febr abr jul oct nov des s.a s.l a.c d.c",
    },
    "ru": {
        "before": "т.е т.к т.н т.о напр проф акад доц тов гр ул пер просп корп обл пос св мл инж"
        " ген полк кап лейт им",
        "number": "стр рис табл гл п пп ч т тт тел изд вып гг в вв руб коп тыс млн млрд долл мин"
        " сек час кг км",
        "behind": "г м с д кв ст см",
        "name": "пр н.э",
        "closing": "т.д т.п др",
    },
    "uk": {
        "before": "т.зв т.ч напр проф акад доц ім вул пл просп буд обл смт св гр",
        "number": "стор рис табл гл п ч т тел рр ст грн коп тис млн млрд хв сек",
        "behind": "р м с див кв",
        "name": "н.е",
        "closing": "т.д т.п т.ін ін",
    },
    "bg": {
        "before": "т.е т.нар напр проф акад доц инж ул бул пл св вж",
        "number": "стр фиг табл гл чл ал т бр тел гг вв лв ст хил млн млрд мин сек",
        "behind": "г в с гр",
        "name": "н.е",
        "closing": "т.н др",
    },
    "el": {
        "before": "κ κκ κα δρ καθ π.χ δηλ βλ πρβλ λεωφ οδ",
        "number": "αρ σελ σ τόμ κεφ εικ άρθ τηλ",
        "place": "π.μ μ.μ μ.χ",
        "closing": "κ.λπ κλπ κ.ά κ.ο.κ κτλ κ.τ.λ",
    },
}
"""Apart from what all languages share; where both name a word, this holds."""
