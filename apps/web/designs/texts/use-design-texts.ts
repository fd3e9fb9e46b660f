import { useLanguage } from '../../src/texts/language.js';
import { designsEn } from './en.js';
import { type DesignTexts, designsZh } from './zh.js';

/** What this page says, in the language that was chosen. */
export const useDesignTexts = (): DesignTexts => (useLanguage().language === 'en' ? designsEn : designsZh);
