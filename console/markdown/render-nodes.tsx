import type { Definition, Nodes, Parents, Root, Table } from 'mdast';
import type { ComponentChildren } from 'preact';
import { OutsideLink } from '../parts/OutsideLink.tsx';
import { t } from '../text.ts';
import { TexMath } from './TexMath.tsx';

/** Where reference links lead. */
type Definitions = ReadonlyMap<string, Definition>;
type Renderers = {
  readonly [Type in Nodes['type']]?: (
    node: Extract<Nodes, { type: Type }>,
    inner: () => ComponentChildren,
    definitions: Definitions,
  ) => ComponentChildren;
};

/** Headings of messages stand below those of the page. */
const HEADINGS = ['h3', 'h4', 'h5', 'h6', 'h6', 'h6'] as const;

/** What has no entry, such as a definition, is not shown itself. */
const RENDERERS: Renderers = {
  text: ({ value }) => value,
  html: ({ value }) => <span>{value}</span>,
  paragraph: (_, inner) => <p dir="auto">{inner()}</p>,
  heading: ({ depth }, inner) => {
    const Heading = HEADINGS[depth - 1] ?? 'h6';
    return <Heading dir="auto">{inner()}</Heading>;
  },
  emphasis: (_, inner) => <em>{inner()}</em>,
  strong: (_, inner) => <strong>{inner()}</strong>,
  delete: (_, inner) => <del>{inner()}</del>,
  inlineCode: ({ value }) => <code>{value}</code>,
  break: () => <br />,
  thematicBreak: () => <hr />,
  blockquote: (_, inner) => <blockquote dir="auto">{inner()}</blockquote>,
  code: ({ lang, value }) => <CodeBlock language={lang ?? ''} text={value} />,
  math: ({ value }) => <TexMath tex={value} isBlock />,
  inlineMath: ({ value }) => <TexMath tex={value} />,
  list: ({ ordered, start }, inner) => (ordered ? <ol start={start ?? 1}>{inner()}</ol> : <ul>{inner()}</ul>),
  listItem: ({ checked }, inner) => (
    <li dir="auto">
      {typeof checked === 'boolean' && (checked ? '☑ ' : '☐ ')}
      {inner()}
    </li>
  ),
  table: (table, _, definitions) => <TableBlock table={table} definitions={definitions} />,
  link: ({ url }, inner) => <OutsideLink href={url}>{inner()}</OutsideLink>,
  linkReference: ({ identifier }, inner, definitions) => (
    <OutsideLink href={definitions.get(identifier)?.url ?? ''}>{inner()}</OutsideLink>
  ),
  image: ({ url, alt }) => <OutsideLink href={url}>{t('picture', { name: alt || url })}</OutsideLink>,
  imageReference: ({ identifier, alt }, _, definitions) => (
    <OutsideLink href={definitions.get(identifier)?.url ?? ''}>{t('picture', { name: alt || identifier })}</OutsideLink>
  ),
  footnoteReference: ({ label, identifier }) => <sup>[{label ?? identifier}]</sup>,
  footnoteDefinition: ({ label, identifier }, inner) => (
    <div class="footnote">
      <sup>[{label ?? identifier}]</sup> {inner()}
    </div>
  ),
};

export function renderNodes(root: Root): ComponentChildren {
  return renderChildren(root, collectDefinitions(root));
}

function renderChildren(parent: Parents, definitions: Definitions): ComponentChildren {
  return parent.children.map((node) => renderNode(node, definitions));
}

function renderNode<Type extends Nodes['type']>(
  node: Extract<Nodes, { type: Type }>,
  definitions: Definitions,
): ComponentChildren {
  const render = RENDERERS[node.type];
  return render?.(node, () => ('children' in node ? renderChildren(node, definitions) : null), definitions);
}

function CodeBlock({ language, text }: { language: string; text: string }) {
  return (
    <figure class="code">
      {language && <figcaption>{language}</figcaption>}
      {/* Can be scrolled, so it has to be reached by the keyboard. */}
      <pre dir="ltr" tabIndex={0}>
        <code>{text}</code>
      </pre>
    </figure>
  );
}

function TableBlock({ table, definitions }: { table: Table; definitions: Definitions }) {
  const [head, ...rows] = table.children;
  const cells = (row: (typeof rows)[number] | undefined, Cell: 'th' | 'td') =>
    row?.children.map((cell, i) => (
      <Cell key={i} class={table.align?.[i] ?? undefined} dir="auto">
        {renderChildren(cell, definitions)}
      </Cell>
    ));
  return (
    <div class="scroll" tabIndex={0}>
      <table>
        <thead>
          <tr>{cells(head, 'th')}</tr>
        </thead>
        <tbody>
          {rows.map((row, i) => (
            <tr key={i}>{cells(row, 'td')}</tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function collectDefinitions(root: Root): Definitions {
  const definitions = new Map<string, Definition>();
  const visit = (node: Nodes) => {
    // The first of a name is the one that counts (CommonMark 0.31, 4.7).
    if (node.type === 'definition' && !definitions.has(node.identifier)) definitions.set(node.identifier, node);
    if ('children' in node) for (const child of node.children) visit(child);
  };
  visit(root);
  return definitions;
}
