"""English abbreviations that espeak-ng spells, clips or takes for words."""

from __future__ import annotations

from vits_core.text.spoken.abbreviations import Abbreviations

_DAYS = {
    "Mon.": "Monday", "Tue.": "Tuesday", "Tues.": "Tuesday", "Wed.": "Wednesday",
    "Thu.": "Thursday", "Thur.": "Thursday", "Thurs.": "Thursday", "Fri.": "Friday",
}  # fmt: skip
_MONTHS = {
    "Feb.": "February", "Apr.": "April", "Aug.": "August",
    "Sep.": "September", "Sept.": "September", "Oct.": "October", "Nov.": "November",
}  # fmt: skip
_NAMES_TOO = {
    "Jan.": "January", "Mar.": "March", "Jun.": "June", "Jul.": "July", "Dec.": "December",
    "Sat.": "Saturday", "Sun.": "Sunday",
}  # fmt: skip
"""Words or names at the end of a sentence."""

find_abbreviations = Abbreviations(
    anywhere=_DAYS | _MONTHS | {
        "e.g.": "for example", "i.e.": "that is", "a.k.a.": "also known as", "aka": "also known as",
        "w.r.t.": "with respect to", "vs.": "versus", "vs": "versus", "Ph.D.": "P.H.D",
        "Ph.D": "P.H.D", "Ph.Ds": "P.H dees", "approx.": "approximately", "hrs.": "hours",
        "mins.": "minutes", "secs.": "seconds", "yrs.": "years", "wks.": "weeks", "mos.": "months",
        "lbs.": "pounds", "govt.": "government", "Govt.": "Government", "dept.": "department",
        "depts.": "departments", "assn.": "association", "Blvd.": "Boulevard",
    },
    within=_NAMES_TOO | {
        "cf.": "compare", "viz.": "namely", "dept.": "department", "max.": "maximum",
        "min.": "minimum", "incl.": "including", "excl.": "excluding", "esp.": "especially",
        "intl.": "international", "natl.": "national", "misc.": "miscellaneous",
        "avg.": "average", "asst.": "assistant", "assoc.": "associate", "attn.": "attention",
        "univ.": "university", "mgmt.": "management", "mgr.": "manager", "appt.": "appointment",
        "appts.": "appointments", "tbsp.": "tablespoon", "tsp.": "teaspoon", "qty.": "quantity",
        "resp.": "respectively", "std.": "standard", "temp.": "temperature", "orig.": "originally",
        "est.": "established", "ext.": "extension", "tel.": "telephone", "hr.": "hour",
    },
    before_names={
        "Ms.": "Miz", "Ms": "Miz", "Mx.": "Mix", "Mx": "Mix", "Prof.": "Professor",
        "Profs.": "Professors", "Drs.": "Doctors", "Gen.": "General", "Sgt.": "Sergeant",
        "Lt.": "Lieutenant", "Capt.": "Captain", "Col.": "Colonel", "Cpl.": "Corporal",
        "Pvt.": "Private", "Maj.": "Major", "Cmdr.": "Commander", "Cdr.": "Commander",
        "Adm.": "Admiral", "Rev.": "Reverend", "Hon.": "Honorable", "Fr.": "Father",
        "Msgr.": "Monsignor", "Messrs.": "Messers", "Sen.": "Senator", "Sens.": "Senators",
        "Rep.": "Representative", "Reps.": "Representatives", "Gov.": "Governor",
        "Pres.": "President", "Amb.": "Ambassador", "Supt.": "Superintendent",
        "Det.": "Detective", "Insp.": "Inspector", "v.": "versus", "Mt.": "Mount", "Ft.": "Fort",
    },
    before_numbers={
        "ca.": "circa", "ca": "circa", "c.": "circa", "est.": "established", "ext.": "extension",
        "tel.": "telephone", "max.": "maximum", "min.": "minimum", "Ste.": "Suite",
        "Hwy.": "Highway", "Hwy": "Highway", "Rte.": "Route", "Rte": "Route", "Apt.": "Apartment",
        "Apt": "Apartment", "Bldg.": "Building",
    },
    behind_names={
        "Jr.": "Junior", "Jr": "Junior", "Sr.": "Senior", "Esq.": "Esquire",
        "Inc.": "Incorporated", "Inc": "Incorporated", "Corp.": "Corporation", "Co.": "Company",
        "Bros.": "Brothers", "Mfg.": "Manufacturing", "Assn.": "Association",
    },
)  # fmt: skip
"""A rule that reads abbreviations in full."""
