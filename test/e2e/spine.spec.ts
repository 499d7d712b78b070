import { expect, expectState, PAGES, sendButton, test } from './world.ts';

const IN_THE_NOTE = {
  chatgpt: [
    'title: Sourdough for beginners',
    '  - 20 °C',
    '| 26 °C',
    '```python\ndef rise_hours(celsius: float) -> float:\n    return',
    '[Q10 rule](https://example.com/q10)',
  ],
  claude: [
    'title: Bloom filters',
    'What is a Bloom filter?',
    '*probably* in it',
    '```ts\nconst has =',
    '[the paper](https://example.com/bloom)',
  ],
  gemini: [
    'title: Compound interest',
    'And for $100 at 5 %?',
    'A = P(1 + \\frac{r}{n})^{nt}',
    '```javascript\nconst amount =',
    '**\\$105**',
  ],
};

for (const [site, page] of Object.entries(PAGES)) {
  test(`${site}: one click on the page becomes a verified note on disk`, async ({ world }) => {
    await world.pair();
    const tab = await world.open(page);
    await sendButton(tab).click();
    await expectState(tab, 'saved');
    const note = await world.note();
    for (const text of IN_THE_NOTE[site as keyof typeof IN_THE_NOTE]) expect(note).toContain(text);
    for (const word of ['Copy code', 'ChatGPT said', 'Claude responded', 'Show thinking', 'You said'])
      expect(note).not.toContain(word);
    expect((await world.queue()).undelivered).toBe(0);
  });
}

test('the button works by keyboard and says that nothing is new the second time', async ({ world }) => {
  await world.pair();
  const tab = await world.open(PAGES.claude);
  await sendButton(tab).focus();
  await tab.keyboard.press('Enter');
  await expectState(tab, 'saved');
  await tab.keyboard.press('Enter');
  await expectState(tab, 'already_saved');
  // What is accepted is on disk; the note is written after it.
  await world.note();
});

test('a script of the page cannot press the button', async ({ world }) => {
  await world.pair();
  const tab = await world.open(PAGES.claude);
  await expectState(tab, 'idle');
  await sendButton(tab).evaluate((button) => (button as HTMLElement).click());
  // By the time that a real press elsewhere has gone the whole way, that one would have, too.
  const other = await world.open(PAGES.gemini);
  await sendButton(other).click();
  await expectState(other, 'saved');
  await expectState(tab, 'idle');
  expect((await world.queue()).recent).toEqual([expect.objectContaining({ url: PAGES.gemini.url })]);
});

test('a double click and two tabs give one event', async ({ world }) => {
  await world.pair();
  const one = await world.open(PAGES.chatgpt);
  const two = await world.open(PAGES.chatgpt);
  await sendButton(one).dblclick();
  await sendButton(two).click();
  await expect.poll(async () => (await world.queue()).undelivered).toBe(0);
  await expect.poll(async () => (await world.queue()).recent.length).toBe(1);
  await world.note();
});

test('an edited conversation becomes the same note, changed', async ({ world }) => {
  await world.pair();
  const tab = await world.open(PAGES.claude);
  await sendButton(tab).click();
  await expectState(tab, 'saved');
  await tab
    .locator('[data-cds="Prose"] p')
    .first()
    .evaluate((paragraph) => {
      paragraph.textContent = 'Rewritten while nobody looked.';
    });
  await sendButton(tab).click();
  await expect.poll(async () => (await world.queue()).recent.length).toBe(2);
  await expect.poll(() => world.note()).toContain('Rewritten while nobody looked.');
});
