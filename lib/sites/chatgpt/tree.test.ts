import { describe, expect, test } from 'vitest';
import { branchTo } from './branch.ts';
import { readTree } from './read-tree.ts';
import { type Tree, treeOfList, treeOfMapping } from './tree.ts';

const message = (id: string, role: string, more: object = {}) => ({
  id,
  author: { role },
  content: { content_type: 'text', parts: [`text of ${id}`] },
  ...more,
});
const node = (...[id, parent, role = 'user', children = []]: [string, string | null, string?, string[]?]) => ({
  [id]: { id, parent, children, message: message(id, role) },
});
const root = { root: { id: 'root', parent: null, message: null } };

const ids = (tree: Tree, leaf: string) => branchTo(tree, leaf).nodes.map(({ id }) => id);

/** `[parent, ...ids]` of every branch beside the one that ends at a leaf. */
function branchesBeside(tree: Tree, leaf: string): (string | null | undefined)[][] {
  const { branches } = readTree(tree, branchTo(tree, leaf).nodes);
  return branches.map(({ parent_id: parent, messages }) => [parent, ...messages.map(({ id }) => id)]);
}

describe('branchTo', () => {
  test('is the way from a leaf to the root, whatever else was tried', () => {
    const tree = treeOfMapping({ ...root, ...node('a', 'root'), ...node('b', 'a'), ...node('c', 'a') });
    expect(ids(tree, 'c')).toEqual(['root', 'a', 'c']);
    expect(branchTo(tree, 'c')).toMatchObject({ reachesRoot: true, isWhole: true });
  });

  test.each([
    ['a parent is missing', node('b', 'gone')],
    ['the chain is a ring', { ...node('a', 'b'), ...node('b', 'a') }],
    ['nothing is there', {}],
  ])('does not reach the root when %s', (_, mapping) => {
    expect(branchTo(treeOfMapping(mapping), 'b')).toMatchObject({ reachesRoot: false, isWhole: false });
  });

  test('is not whole while an answer is being written, or with a message that is not understood', () => {
    const writing = { w: { parent: 'root', message: message('w', 'assistant', { status: 'in_progress' }) } };
    const strange = { s: { parent: 'root', message: { id: 's', body: 'new shape' } } };
    const tree = treeOfMapping({ ...root, ...writing, ...strange });
    expect(branchTo(tree, 'w')).toMatchObject({ reachesRoot: true, isWhole: false });
    expect(branchTo(tree, 's')).toMatchObject({ reachesRoot: true, isWhole: false });
  });
});

describe('readTree', () => {
  const mapping = {
    ...root,
    ...node('q1', 'root', 'user', ['a1', 'a2']),
    ...node('a1', 'q1', 'assistant'),
    ...node('a2', 'q1', 'assistant'),
    ...node('q2', 'a2', 'user'),
    ...node('q2b', 'a2', 'user'),
    ...node('a3', 'q2', 'assistant'),
    ...node('a4', 'q2', 'assistant'),
    ...node('a5', 'q2b', 'assistant'),
    ...node('q0', 'root', 'user'),
  };

  test('gives every other branch, each message once, from the message it starts at', () => {
    const tree = treeOfMapping(mapping);
    expect(readTree(tree, branchTo(tree, 'a1').nodes).messages).toMatchObject([
      { id: 'q1', parent_id: null, index: 0 },
      { id: 'a1', parent_id: 'q1', index: 1 },
    ]);
    expect(branchesBeside(tree, 'a1')).toEqual([
      [null, 'q0'],
      ['q1', 'a2', 'q2b', 'a5'],
      ['a2', 'q2', 'a4'],
      ['q2', 'a3'],
    ]);
  });

  test('a message that lost its parent is not lost itself', () => {
    const tree = treeOfMapping({ ...root, ...node('q', 'root'), ...node('x', 'gone'), ...node('y', 'x', 'assistant') });
    expect(branchesBeside(tree, 'q')).toEqual([[null, 'x', 'y']]);
  });

  test('parents are messages that are delivered, not hidden nodes', () => {
    const hidden = { h: { parent: 'q', message: message('h', 'system') } };
    const tree = treeOfMapping({
      ...root,
      ...node('q', 'root'),
      ...hidden,
      ...node('a', 'h', 'assistant'),
      ...node('b', 'h', 'assistant'),
    });
    expect(branchesBeside(tree, 'a')).toEqual([['q', 'b']]);
  });

  test('1.2 an id that comes twice is two messages with two names', () => {
    const tree = treeOfMapping({
      ...root,
      ...node('q', 'root'),
      again: { parent: 'q', message: message('q', 'assistant') },
    });
    const { messages } = readTree(tree, branchTo(tree, 'again').nodes);
    expect(messages).toMatchObject([{ id: 'q' }, { id: expect.stringMatching(/^derived:/), parent_id: 'q' }]);
  });
});

describe('treeOfList', () => {
  test('a message whose parent is not in the list follows the one before it', () => {
    const child = (id: string, parent: string) => message(id, 'assistant', { metadata: { parent_id: parent } });
    const tree = treeOfList([message('q', 'user'), child('a', 'hidden'), child('b', 'hidden'), child('c', 'b')]);
    expect(ids(tree, 'c')).toEqual(['q', 'b', 'c']);
    expect(branchesBeside(tree, 'c')).toEqual([['q', 'a']]);
  });

  test('what stands on two pages is one message, and a strange one is not forgotten', () => {
    const tree = treeOfList([message('q', 'user'), message('q', 'user'), { new: 'shape' }, message('a', 'assistant')]);
    expect(branchTo(tree, 'a')).toMatchObject({ reachesRoot: true, isWhole: false });
    expect(ids(tree, 'a')).toHaveLength(3);
  });
});
