import type { AlignType, Nodes, Table, TableCell, TableRow } from 'mdast';
import { tidyLine } from './flow.ts';
import { flattenToPhrasing } from './phrasing.ts';

/** A table with a rectangle of cells: what one of several columns or rows covers is left empty. */
export function readTable(element: Element, convert: (cell: Element) => Nodes[]): Table[] {
  const rows = [...element.querySelectorAll('tr')].filter((row) => row.closest('table') === element);
  const grid: (TableCell | undefined)[][] = rows.map(() => []);
  const align: AlignType[] = [];
  rows.forEach((row, y) => {
    let x = 0;
    for (const cell of row.children) {
      if (cell.tagName !== 'TD' && cell.tagName !== 'TH') continue;
      while (grid[y]?.[x]) x += 1;
      align[x] ??= alignOf(cell);
      cover(grid, { x, y, width: span(cell, 'colspan'), height: span(cell, 'rowspan') });
      (grid[y] as TableCell[])[x] = readCell(cell, convert);
      x += span(cell, 'colspan');
    }
  });
  const width = Math.max(0, ...grid.map((row) => row.length));
  if (width === 0) return [];
  return [
    {
      type: 'table',
      align: Array.from({ length: width }, (_, x) => align[x] ?? null),
      children: grid.map((row) => toRow(row, width)),
    },
  ];
}

const EMPTY: TableCell = { type: 'tableCell', children: [] };

function toRow(cells: readonly (TableCell | undefined)[], width: number): TableRow {
  return { type: 'tableRow', children: Array.from({ length: width }, (_, x) => cells[x] ?? EMPTY) };
}

function cover(grid: (TableCell | undefined)[][], at: { x: number; y: number; width: number; height: number }): void {
  for (const row of grid.slice(at.y, at.y + at.height)) {
    for (let x = at.x; x < at.x + at.width; x += 1) row[x] ??= EMPTY;
  }
}

function readCell(cell: Element, convert: (cell: Element) => Nodes[]): TableCell {
  return { type: 'tableCell', children: tidyLine(flattenToPhrasing(convert(cell))) };
}

function span(cell: Element, name: 'colspan' | 'rowspan'): number {
  const count = Number.parseInt(cell.getAttribute(name) ?? '1', 10);
  return count >= 1 && count <= 100 ? count : 1;
}

function alignOf(cell: Element): AlignType {
  const said = cell.getAttribute('align') ?? /text-align:\s*(\w+)/.exec(cell.getAttribute('style') ?? '')?.[1];
  return said === 'left' || said === 'right' || said === 'center' ? said : null;
}
