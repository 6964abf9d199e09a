"""Symbols of units, and their names in the Unicode CLDR, which Babel says in any language."""

from __future__ import annotations

SYMBOLS = {
    "km": "length-kilometer", "m": "length-meter", "dm": "length-decimeter",
    "cm": "length-centimeter", "mm": "length-millimeter", "µm": "length-micrometer",
    "nm": "length-nanometer", "km²": "area-square-kilometer", "m²": "area-square-meter",
    "cm²": "area-square-centimeter", "ha": "area-hectare", "km³": "volume-cubic-kilometer",
    "m³": "volume-cubic-meter", "cm³": "volume-cubic-centimeter", "hl": "volume-hectoliter",
    "l": "volume-liter", "L": "volume-liter", "dl": "volume-deciliter", "dL": "volume-deciliter",
    "cl": "volume-centiliter", "cL": "volume-centiliter", "ml": "volume-milliliter",
    "mL": "volume-milliliter", "t": "mass-tonne", "kg": "mass-kilogram", "g": "mass-gram",
    "mg": "mass-milligram", "µg": "mass-microgram", "h": "duration-hour",
    "min": "duration-minute", "s": "duration-second", "ms": "duration-millisecond",
    "µs": "duration-microsecond", "ns": "duration-nanosecond", "mph": "speed-mile-per-hour",
    "Hz": "frequency-hertz", "kHz": "frequency-kilohertz", "MHz": "frequency-megahertz",
    "GHz": "frequency-gigahertz", "W": "power-watt", "mW": "power-milliwatt",
    "kW": "power-kilowatt", "MW": "power-megawatt", "GW": "power-gigawatt",
    "V": "electric-volt", "mA": "electric-milliampere", "Ω": "electric-ohm",
    "kWh": "energy-kilowatt-hour", "J": "energy-joule", "kJ": "energy-kilojoule",
    "kcal": "energy-kilocalorie", "eV": "energy-electronvolt", "kB": "digital-kilobyte",
    "KB": "digital-kilobyte", "MB": "digital-megabyte", "GB": "digital-gigabyte",
    "TB": "digital-terabyte", "PB": "digital-petabyte", "kbit": "digital-kilobit",
    "Mbit": "digital-megabit", "Gbit": "digital-gigabit", "hPa": "pressure-hectopascal",
    "kPa": "pressure-kilopascal", "MPa": "pressure-megapascal", "mbar": "pressure-millibar",
    "mmHg": "pressure-millimeter-ofhg", "°C": "temperature-celsius", "℃": "temperature-celsius",
    "ºC": "temperature-celsius", "°F": "temperature-fahrenheit", "℉": "temperature-fahrenheit",
    "ºF": "temperature-fahrenheit", "°": "angle-degree", "lm": "light-lumen", "lx": "light-lux",
    "m/s²": "acceleration-meter-per-square-second", "px": "graphics-pixel",
    "‰": "concentr-permille", "ppm": "concentr-part-per-1e6",
    "mol": "concentr-mole", "dpi": "graphics-dot-per-inch", "ppi": "graphics-pixel-per-inch",
}  # fmt: skip
"""Of all languages."""

PER_SECOND = {
    "kbps": "digital-kilobit", "Mbps": "digital-megabit", "Gbps": "digital-gigabit",
    "kbit/s": "digital-kilobit", "Mbit/s": "digital-megabit", "Gbit/s": "digital-gigabit",
    "Mb/s": "digital-megabit", "Gb/s": "digital-gigabit",
}  # fmt: skip
"""Of all languages, what goes by in a second."""

OWN_SYMBOLS = {
    "en": {
        "in": "length-inch", "ft": "length-foot", "yd": "length-yard", "yds": "length-yard",
        "mi": "length-mile", "nmi": "length-nautical-mile", "lb": "mass-pound",
        "lbs": "mass-pound", "oz": "mass-ounce", "fl oz": "volume-fluid-ounce",
        "gal": "volume-gallon", "qt": "volume-quart", "tsp": "volume-teaspoon",
        "tbsp": "volume-tablespoon", "sq ft": "area-square-foot", "ft²": "area-square-foot",
        "sq mi": "area-square-mile", "mi²": "area-square-mile", "in²": "area-square-inch",
        "sq in": "area-square-inch", "sq m": "area-square-meter", "sq km": "area-square-kilometer",
        "cu ft": "volume-cubic-foot", "ft³": "volume-cubic-foot", "hr": "duration-hour",
        "hrs": "duration-hour", "mins": "duration-minute", "sec": "duration-second",
        "secs": "duration-second", "yrs": "duration-year", "wks": "duration-week",
        "hp": "power-horsepower", "mpg": "consumption-mile-per-gallon",
    },
    "ru": {
        "%": "concentr-percent",
        "км": "length-kilometer", "м": "length-meter", "см": "length-centimeter",
        "мм": "length-millimeter", "км²": "area-square-kilometer", "м²": "area-square-meter",
        "м³": "volume-cubic-meter", "га": "area-hectare", "л": "volume-liter",
        "мл": "volume-milliliter", "т": "mass-tonne", "кг": "mass-kilogram", "г": "mass-gram",
        "мг": "mass-milligram", "ч": "duration-hour", "мин": "duration-minute",
        "сек": "duration-second", "с": "duration-second", "мс": "duration-millisecond",
        "Гц": "frequency-hertz", "кГц": "frequency-kilohertz", "МГц": "frequency-megahertz",
        "ГГц": "frequency-gigahertz", "Вт": "power-watt", "кВт": "power-kilowatt",
        "МВт": "power-megawatt", "В": "electric-volt", "кВт·ч": "energy-kilowatt-hour",
        "ккал": "energy-kilocalorie", "КБ": "digital-kilobyte", "МБ": "digital-megabyte",
        "ГБ": "digital-gigabyte", "ТБ": "digital-terabyte",
    },
    "fr": {
        "ko": "digital-kilobyte", "Mo": "digital-megabyte", "Go": "digital-gigabyte",
        "To": "digital-terabyte", "mn": "duration-minute",
    },
}  # fmt: skip
"""Of single languages."""

NAMELESS = {
    "en": {
        "dB": ("decibel", "decibels"), "kph": ("kilometer per hour", "kilometers per hour"),
        "rpm": ("revolution per minute", "revolutions per minute"),
        "bpm": ("beat per minute", "beats per minute"),
        "fps": ("frame per second", "frames per second"),
        "psi": ("pound per square inch", "pounds per square inch"),
        "kV": ("kilovolt", "kilovolts"), "mV": ("millivolt", "millivolts"),
        "Wh": ("watt-hour", "watt-hours"), "MWh": ("megawatt-hour", "megawatt-hours"),
        "GWh": ("gigawatt-hour", "gigawatt-hours"), "TWh": ("terawatt-hour", "terawatt-hours"),
        "mAh": ("milliamp-hour", "milliamp-hours"), "THz": ("terahertz", "terahertz"),
        "MiB": ("mebibyte", "mebibytes"), "GiB": ("gibibyte", "gibibytes"),
        "t": ("ton", "tons"), "mmHg": ("millimeter of mercury", "millimeters of mercury"),
        "‰": ("per mille", "per mille"),
    },
}  # fmt: skip
"""What the CLDR does not have, or not as people say it: one, many."""

WITH_SPACE = frozenset(
    {"m", "s", "h", "t", "g", "l", "ha", "W", "V", "J", "mi", "gal", "г", "с", "В"}
)
"""Too short to be a unit right behind the digits: "5m" may be millions, "5s" a plural."""
