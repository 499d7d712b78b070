import { expect, test } from 'vitest';
import type { Attachment } from '../../protocol/event.ts';
import { toApiMessage } from './api-message.ts';
import { readBranch } from './messages.ts';

type Data = Record<string, unknown>;

let count = 0;
const node = (role: string, text: string, more: Data = {}): Data => ({
  id: `n${++count}`,
  author: { role },
  content: { content_type: 'text', parts: [text] },
  ...more,
});
const call = (name: string, input: Data): Data =>
  node('assistant', JSON.stringify(input), { recipient: `canmore.${name}_textdoc` });
const done = (id: string, more: Data = {}): Data =>
  node('tool', 'Done.', {
    author: { role: 'tool', name: 'canmore.x' },
    metadata: { canvas: { textdoc_id: id, ...more } },
  });
const create = (content: string, type = 'document'): Data => call('create', { name: 'Tram', type, content });
const update = (pattern: string, replacement: string, more: Data = {}): Data =>
  call('update', { updates: [{ pattern, replacement, ...more }] });
const prompt = (): Data => node('user', 'Please');
const answer = (): Data => node('assistant', 'There.');

function attachmentsOf(...nodes: Data[]): (Attachment[] | undefined)[] {
  return readBranch(nodes.map(toApiMessage)).messages.map(({ attachments }) => attachments);
}

test('a document stands with the last answer of the turn that changed it last', () => {
  const nodes = [prompt(), create('one'), done('d1'), answer(), prompt(), update('.*', 'two'), done('d1'), answer()];
  const expected = [{ id: 'd1', name: 'Tram', mime_type: 'text/markdown', text: 'two' }];
  expect(attachmentsOf(...nodes)).toEqual([undefined, undefined, undefined, expected]);
});

test('a turn that is a document alone is a message', () => {
  expect(attachmentsOf(prompt(), create('one', 'code/python'))).toEqual([
    undefined,
    [{ name: 'Tram', mime_type: 'text/x-python', text: 'one' }],
  ]);
});

test('each document has its own edits', () => {
  const nodes = [
    create('a'),
    done('d1'),
    create('b'),
    done('d2'),
    update('a', 'c'),
    done('d1', { title: 'New' }),
    answer(),
  ];
  expect(attachmentsOf(...nodes)).toEqual([
    [
      { id: 'd2', name: 'Tram', mime_type: 'text/markdown', text: 'b' },
      { id: 'd1', name: 'New', mime_type: 'text/markdown', text: 'c' },
    ],
  ]);
});

test.each([
  ['one place', 'a-a', update('a', 'b'), 'b-a'],
  ['all places', 'a-a', update('a', 'b', { multiple: true }), 'b-b'],
  ['across lines', '# A\nold\n# B', update('# A.*# B', '# B'), '# B'],
  ['signs that mean something in JavaScript', 'cost', update('cost', '$& $1'), '$& $1'],
  ['groups', 'a=1', update('(\\w)=(\\d)', '\\2=\\g<1>'), '1=a'],
  ['named groups', 'a=1', update('(?P<key>\\w)=', '\\1:'), 'a:1'],
  ['a refusal of the site', 'a', [update('a', 'b'), done('d', { is_failure: true })], 'a'],
  ['nothing found', 'a', update('x', 'b'), undefined],
  ['no pattern of JavaScript', 'a', update('(?<=a{2,})(?(1)b|c)', 'b'), undefined],
  ['a pattern without end', 'a'.repeat(40), update('(a+)+$b', 'b'), undefined],
  ['a pattern too slow for a text', 'a'.repeat(50_000), update('a.*b.*c', 'b'), undefined],
  ['the whole, after one that failed', 'a', [update('x', 'b'), update('.*', 'new')], 'new'],
])('edit: %s', (...[, text, edits, expected]) => {
  const [attachments] = attachmentsOf(create(text), ...[edits].flat(), answer());
  expect(attachments).toMatchObject([{ name: 'Tram' }]);
  expect(attachments?.[0]?.text).toBe(expected);
});

test('an edit stands in the thinking, so that one that could not be repeated is not lost', () => {
  const { messages } = readBranch([create('a'), update('x', 'b'), answer()].map(toApiMessage));
  expect(messages[0]?.reasoning).toContain('canmore.update textdoc');
});

test.each(['no JSON', '{"name":1,"content":2}', '[]', 'null'])('%j writes nothing', (input) => {
  const calls = ['create', 'update'].map((name) => node('assistant', input, { recipient: `canmore.${name}_textdoc` }));
  expect(attachmentsOf(...calls, answer())).toEqual([undefined]);
});
