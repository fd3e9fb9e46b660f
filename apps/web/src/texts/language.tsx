import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from 'react';
import { en } from './en.js';
import { formats, type Formats } from './formats.js';
import { type Texts, zh } from './zh.js';

export type Language = 'zh-CN' | 'en';
type Spoken = { language: Language; texts: Texts; formats: Formats; switchLanguage: () => void };

const key = 'sweepwell.language';
const Speaking = createContext<Spoken | null>(null);

/** Chinese unless this browser chose English before. The document says its language, so that it is read aloud right. */
export function LanguageProvider({ children }: { children: ReactNode }) {
  const [language, setLanguage] = useState<Language>(localStorage.getItem(key) === 'en' ? 'en' : 'zh-CN');
  useEffect(() => {
    document.documentElement.lang = language;
    localStorage.setItem(key, language);
  }, [language]);
  const spoken = useMemo(() => {
    const texts = language === 'en' ? en : zh;
    return {
      language,
      texts,
      formats: formats(language, texts),
      switchLanguage: () => setLanguage(language === 'en' ? 'zh-CN' : 'en'),
    };
  }, [language]);
  return <Speaking value={spoken}>{children}</Speaking>;
}

export function useLanguage(): Spoken {
  const spoken = useContext(Speaking);
  if (!spoken) throw new Error('useLanguage is for components below LanguageProvider');
  return spoken;
}

/** A code's word in the language; the code itself when there is none. */
export const wordOf = (
  words: Readonly<Record<string, readonly [string, string]>>,
  code: string,
  language: Language,
) => words[code]?.[language === 'en' ? 1 : 0] ?? code;
