import { useEffect, useState } from 'react';
import type { QrPath } from './qr-path.js';

/** A QR picture; what draws it is loaded when the first one is shown. Black on white in every theme. */
export function Qr({ text, label }: { text: string; label: string }) {
  const [drawn, setDrawn] = useState<QrPath>();
  useEffect(() => {
    let current = true;
    void import('./qr-path.js').then(({ qrPath }) => {
      if (current) setDrawn(qrPath(text));
      return undefined;
    });
    return () => {
      current = false;
    };
  }, [text]);
  if (!drawn) return null;
  return (
    <svg className="qr" role="img" aria-label={label} viewBox={`0 0 ${drawn.size} ${drawn.size}`}>
      <rect width={drawn.size} height={drawn.size} fill="#fff" />
      <path d={drawn.path} fill="#000" fillRule="evenodd" shapeRendering="crispEdges" />
    </svg>
  );
}
