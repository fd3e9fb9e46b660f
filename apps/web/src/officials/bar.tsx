/** A share as a bar; the numbers beside it say the same, so that it is hidden from readers. More than all is marked. */
export function Bar({ part, whole, large = false }: { part: number; whole: number; large?: boolean }) {
  const share = whole > 0 ? part / whole : 0;
  return (
    <span className={`bar${large ? ' bar-large' : ''}${share > 1 ? ' bar-over' : ''}`} aria-hidden="true">
      <span className="bar-fill" style={{ width: `${Math.min(1, Math.max(0, share)) * 100}%` }} />
    </span>
  );
}
