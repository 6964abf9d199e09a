"""The abbreviations of languages other than English that espeak-ng spells or clips.

Words that are declined have the case that is likely where the abbreviation stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from vits_core.text.spoken.abbreviations import Abbreviations
from vits_core.text.spoken.rewrite import Rewrite, Rule, apply

_GERMAN = Abbreviations(
    anywhere={
        "z. B.": "zum Beispiel", "d. h.": "das heißt", "u. a.": "unter anderem",
        "u. ä.": "und ähnliches", "o. ä.": "oder ähnliches", "u. U.": "unter Umständen",
        "i. d. R.": "in der Regel", "i. A.": "im Auftrag", "z. T.": "zum Teil", "z. Z.": "zur Zeit",
        "s. o.": "siehe oben", "s. u.": "siehe unten", "v. a.": "vor allem",
        "u. v. m.": "und vieles mehr", "usw.": "und so weiter", "usf.": "und so fort",
        "bzw.": "beziehungsweise",
        "bspw.": "beispielsweise", "ca.": "circa", "evtl.": "eventuell", "ggf.": "gegebenenfalls",
        "inkl.": "inklusive", "exkl.": "exklusive", "zzgl.": "zuzüglich", "abzgl.": "abzüglich",
        "vgl.": "vergleiche", "sog.": "sogenannte", "etc.": "et cetera", "eigtl.": "eigentlich",
        "einschl.": "einschließlich", "gem.": "gemäß", "allg.": "allgemein",
        "v. Chr.": "vor Christus", "n. Chr.": "nach Christus", "Jh.": "Jahrhundert",
        "Mio.": "Millionen", "Mrd.": "Milliarden", "Std.": "Stunden", "Tsd.": "Tausend",
    },
    before_names={
        "Hr.": "Herr", "Hrn.": "Herrn", "Fr.": "Frau", "Prof.": "Professor", "Dr.": "Doktor",
        "St.": "Sankt", "Dipl.": "Diplom", "Frl.": "Fräulein",
    },
    before_numbers={
        "Nr.": "Nummer", "Tel.": "Telefon", "Abs.": "Absatz", "Art.": "Artikel", "S.": "Seite",
        "Bd.": "Band", "Kap.": "Kapitel", "Abb.": "Abbildung", "Str.": "Straße", "max.": "maximal",
        "min.": "mindestens",
    },
    behind_numbers={"Min.": "Minuten", "Sek.": "Sekunden"},
    within={"Str.": "Straße"},
)  # fmt: skip
_FRENCH = Abbreviations(
    anywhere={
        "etc.": "et cétéra", "p. ex.": "par exemple", "c.-à-d.": "c’est-à-dire",
        "av. J.-C.": "avant Jésus-Christ", "apr. J.-C.": "après Jésus-Christ", "env.": "environ",
        "cf.": "confer", "vs": "versus", "Cie": "compagnie",
    },
    before_names={
        "M.": "Monsieur", "MM.": "Messieurs", "Mmes": "Mesdames", "Mgr": "Monseigneur",
        "Me": "Maître", "Pr": "Professeur", "bd": "boulevard", "av.": "avenue", "Bd": "boulevard",
    },
    before_numbers={"n°": "numéro", "nº": "numéro", "tél.": "téléphone", "art.": "article",
                    "chap.": "chapitre", "vol.": "volume", "p.": "page", "pp.": "pages"},
)  # fmt: skip
_SPANISH = Abbreviations(
    anywhere={
        "EE. UU.": "Estados Unidos", "p. ej.": "por ejemplo", "a. C.": "antes de Cristo",
        "d. C.": "después de Cristo", "aprox.": "aproximadamente", "vs.": "contra",
        "JJ. OO.": "Juegos Olímpicos", "RR. HH.": "recursos humanos", "etc.": "etcétera",
        "Ud.": "usted", "Uds.": "ustedes", "Vd.": "usted", "Vds.": "ustedes",
    },
    before_names={
        "Sr.": "señor", "Sra.": "señora", "Srta.": "señorita", "Sres.": "señores", "D.": "don",
        "Dña.": "doña", "Dr.": "doctor", "Dra.": "doctora", "Prof.": "profesor",
        "Profa.": "profesora", "Sto.": "santo", "Sta.": "santa", "Av.": "avenida",
        "Avda.": "avenida", "Pza.": "plaza", "Lic.": "licenciado", "Ing.": "ingeniero",
    },
    before_numbers={"n.º": "número", "nº": "número", "n°": "número", "núm.": "número",
                    "pág.": "página", "págs.": "páginas", "tel.": "teléfono", "art.": "artículo",
                    "cap.": "capítulo", "vol.": "volumen"},
)  # fmt: skip
_ITALIAN = Abbreviations(
    anywhere={
        "ecc.": "eccetera", "p. es.": "per esempio", "ad es.": "ad esempio",
        "a.C.": "avanti Cristo",
        "d.C.": "dopo Cristo", "cfr.": "confronta", "ca.": "circa",
    },
    before_names={
        "Sig.": "signor", "Sig.ra": "signora", "Sig.na": "signorina", "Sigg.": "signori",
        "sig.": "signor", "sig.ra": "signora", "Dott.": "dottor", "Dott.ssa": "dottoressa",
        "dott.": "dottor", "dott.ssa": "dottoressa", "Prof.": "professor", "prof.": "professor",
        "Prof.ssa": "professoressa", "prof.ssa": "professoressa", "Avv.": "avvocato",
        "avv.": "avvocato", "Ing.": "ingegner", "ing.": "ingegner", "Arch.": "architetto",
        "C.so": "corso", "P.za": "piazza", "P.zza": "piazza", "V.le": "viale",
    },
    before_numbers={"n.": "numero", "n°": "numero", "nº": "numero", "pag.": "pagina",
                    "pagg.": "pagine", "tel.": "telefono", "art.": "articolo", "cap.": "capitolo",
                    "vol.": "volume"},
)  # fmt: skip
_PORTUGUESE = Abbreviations(
    anywhere={
        "etc.": "etcétera", "p. ex.": "por exemplo", "a.C.": "antes de Cristo",
        "d.C.": "depois de Cristo", "aprox.": "aproximadamente", "Ltda.": "limitada",
    },
    before_names={
        "Sr.": "senhor", "Sra.": "senhora", "Srs.": "senhores", "Sras.": "senhoras",
        "Srta.": "senhorita", "Dr.": "doutor", "Dra.": "doutora", "Prof.": "professor",
        "Profa.": "professora", "Prof.ª": "professora", "Av.": "avenida", "D.": "dom",
        "Sto.": "santo", "Sta.": "santa", "Eng.": "engenheiro",
    },
    before_numbers={"n.º": "número", "nº": "número", "n°": "número", "núm.": "número",
                    "pág.": "página", "págs.": "páginas", "tel.": "telefone", "art.": "artigo",
                    "cap.": "capítulo", "vol.": "volume", "séc.": "século"},
)  # fmt: skip
_RUSSIAN = Abbreviations(
    anywhere={
        "т. е.": "то есть", "и т. д.": "и так далее", "и т. п.": "и тому подобное",
        "и др.": "и другие", "и пр.": "и прочее", "т. к.": "так как", "т. н.": "так называемый",
        "т. о.": "таким образом", "до н. э.": "до нашей эры", "н. э.": "нашей эры",
        "напр.": "например", "см.": "смотри", "ср.": "сравни", "ок.": "около",
    },
    before_names={
        "г.": "город", "ул.": "улица", "им.": "имени", "проф.": "профессор", "акад.": "академик",
        "пр.": "проспект", "пл.": "площадь", "обл.": "область", "гр.": "гражданин",
    },
    before_numbers={"стр.": "страница", "с.": "страница", "д.": "дом", "кв.": "квартира",
                    "тел.": "телефон", "рис.": "рисунок", "гл.": "глава", "ст.": "статья",
                    "п.": "пункт", "т.": "том"},
    behind_numbers={"гг.": "годов", "тыс.": "тысяч", "млн.": "миллионов",
                    "млн": "миллионов", "млрд": "миллиардов", "млрд.": "миллиардов",
                    "руб.": "рублей", "коп.": "копеек", "чел.": "человек"},
)  # fmt: skip
_STREET = re.compile(r"\b(?P<name>[A-ZÄÖÜ][a-zäöüß-]{1,40})str\.(?=\s+\S)")
_RUSSIAN_YEAR = re.compile(r"(?P<in>\b[вВ]\s)?(?<!\d)(?:1[5-9]|20)\d\d\s?(?P<year>г\.)(?![^\W\d_])")


def _german(text: str) -> list[Rewrite]:
    return apply((_german_streets, _GERMAN), text)


def _german_streets(text: str) -> Iterator[Rewrite]:
    for match in _STREET.finditer(text):
        yield Rewrite(*match.span(), f"{match['name']}straße")


def _russian(text: str) -> list[Rewrite]:
    return apply((_russian_years, _RUSSIAN), text)


def _russian_years(text: str) -> Iterator[Rewrite]:
    for match in _RUSSIAN_YEAR.finditer(text):
        start, stop = match.span("year")
        ends = not text[stop : stop + 8].strip(' \n"»”)')
        yield Rewrite(start, stop - ends, "году" if match["in"] else "года")


ABBREVIATIONS: dict[str, Rule] = {
    "de": _german, "fr": _FRENCH, "es": _SPANISH, "it": _ITALIAN, "pt": _PORTUGUESE, "ru": _russian,
}  # fmt: skip
"""A rule for each language, by its code."""
