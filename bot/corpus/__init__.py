"""The async face of the store: which file, and which thread or process, each call uses."""

from bot.corpus.face import Corpus

__all__ = ["Corpus"]
