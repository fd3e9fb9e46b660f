import { useLanguage, wordOf } from './language.js';

/** zh-CN, en */
export type Words = Readonly<Record<string, readonly [string, string]>>;

/** Says a word of a list in the language that was chosen; a code that has no word is shown as it is. */
export function useWordsOf<W extends Words>(words: W): (word: keyof W | (string & {})) => string {
  const { language } = useLanguage();
  return (word) => wordOf(words, String(word), language);
}
