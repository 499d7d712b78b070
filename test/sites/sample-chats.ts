import type { Said, Upload } from './chat.ts';

export const PICTURE: Upload = { id: 'file-0a1b', name: 'jar.png', sizeBytes: 20_480, mimeType: 'image/png' };
export const NOTES: Upload = {
  id: 'file-2c3d',
  name: 'pantry notes.pdf',
  sizeBytes: 4096,
  mimeType: 'application/pdf',
};

/** Every kind of part that an answer has. The word of the chat is in each message. */
export function richTalk(word: string): Said[] {
  return [
    { text: `How does ${word} keep?\n  - warm\n  - cold, with **care** and a | bar`, uploads: [PICTURE] },
    {
      thoughts: `The question is about ${word}. Two cases are enough.`,
      text: [
        `It depends on the **temperature**, as *everybody* who has kept ${word} knows:{{0}}`,
        '| Temperature | Keeps for |\n| --- | --- |\n| 20 °C | two days |\n| 4 °C | two weeks |',
        '1. Look at it.\n2. Smell it:\n   - sweet is good,\n   - sour is not.',
        'It costs about 5 dollars.',
      ].join('\n\n'),
      sources: [{ title: `Keeping ${word}`, url: 'https://example.com/keeping', attribution: 'Pantry' }],
    },
    { text: `Write that for ${word} as a function, please.` },
    {
      text: [
        `Every eight degrees halve the time of ${word}:`,
        '```python\ndef days(celsius: float) -> float:\n    return 14 * 0.5 ** ((celsius - 4) / 8)\n```',
        'That is the formula',
        '$$\nd = 14 \\cdot 2^{-\\frac{c - 4}{8}}\n$$',
        'where $c$ is in degrees. See [the rule](https://example.com/rule).',
      ].join('\n\n'),
    },
  ];
}

/** Many turns that differ in a number. */
export function longTalk(word: string, turns: number): Said[] {
  return Array.from({ length: turns }, (_, turn): Said[] => [
    { text: `Question ${turn + 1} about ${word}?` },
    {
      text: `Answer ${turn + 1} about ${word}.\n\n- one thing\n- another thing\n\nAnd so on, ${'for some more words '.repeat(12).trim()}.`,
    },
  ]).flat();
}
