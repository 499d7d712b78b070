import { useEffect, useRef } from 'preact/hooks';

/** A formula as MathML, which browsers draw themselves. Until the converter is there, and where it understands nothing, the TeX. */
export function TexMath({ tex, isBlock = false }: { tex: string; isBlock?: boolean }) {
  const place = useRef<HTMLSpanElement>(null);
  useEffect(() => {
    let isWanted = true;
    // Most conversations have no formula, and it is as large as all the rest.
    void import('temml').then(({ default: temml }) => {
      if (isWanted && place.current) temml.render(tex, place.current, { displayMode: isBlock, throwOnError: false });
    });
    return () => {
      isWanted = false;
    };
  }, [tex, isBlock]);
  return (
    <span class={isBlock ? 'math scroll' : 'math'} dir="ltr" ref={place} key={tex}>
      {tex}
    </span>
  );
}
