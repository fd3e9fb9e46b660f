import { useLanguage } from '../texts/language.js';

/** A drill is never taken for the real thing (law 11): the banner stays in sight while the page scrolls. */
export function DrillBanner() {
  const { texts } = useLanguage();
  return (
    <div className="drill" role="note">
      <strong>{texts.drill}</strong>
      <span>{texts.drillNote}</span>
    </div>
  );
}
