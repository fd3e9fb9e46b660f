import { Button, useComputedColorScheme, useMantineColorScheme } from '@mantine/core';
import { useLanguage } from '../texts/language.js';

/** Language and theme, on every screen. */
export function Switches() {
  const { texts, language, switchLanguage } = useLanguage();
  const { setColorScheme } = useMantineColorScheme();
  const dark = useComputedColorScheme('light') === 'dark';
  return (
    <>
      <Button variant="default" size="sm" lang={language === 'en' ? 'zh-CN' : 'en'} onClick={switchLanguage}>
        {texts.otherLanguage}
      </Button>
      <Button variant="default" size="sm" onClick={() => setColorScheme(dark ? 'light' : 'dark')}>
        {dark ? texts.toLight : texts.toDark}
      </Button>
    </>
  );
}
