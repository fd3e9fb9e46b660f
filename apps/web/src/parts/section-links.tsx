type Props = {
  label: string;
  names: readonly string[];
  current: string;
  say: (name: string) => string;
};

/** A page's sections, each at an address of its own. */
export function SectionLinks({ label, names, current, say }: Props) {
  return (
    <nav className="sections" aria-label={label}>
      {names.map((name) => (
        <a key={name} href={`#${name}`} {...(name === current && { 'aria-current': 'page' as const })}>
          {say(name)}
        </a>
      ))}
    </nav>
  );
}
