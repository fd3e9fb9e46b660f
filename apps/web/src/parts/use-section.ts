import { useEffect, useState } from 'react';

/**
 * The section that the address names, `#section/what` of it, so that a reload and the way back stay where one was. An
 * unknown one is the first.
 */
export function useSection(sections: readonly string[]): { section: string; what: string } {
  const [hash, setHash] = useState(location.hash);
  useEffect(() => {
    // the link that skips to the content is no section
    const follow = () => setHash((before) => (location.hash === '#content' ? before : location.hash));
    window.addEventListener('hashchange', follow);
    return () => window.removeEventListener('hashchange', follow);
  }, []);
  const [, named = '', what = ''] = /^#([^/]*)\/?(.*)$/s.exec(hash) ?? [];
  return { section: sections.includes(named) ? named : (sections[0] ?? ''), what: decoded(what) };
}

/** What somebody typed into the address may be no encoding of anything. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
