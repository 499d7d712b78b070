/** Ids in the manner of the sites, always the same ones in the same order. */
export class Ids {
  #count = 0;
  readonly #seed: string;

  /** @param seed eight hexadecimal digits that no other chat has */
  constructor(seed: string) {
    this.#seed = seed;
  }

  readonly uuid = (): string => {
    this.#count += 1;
    return `${this.#seed}-2c3b-4000-8000-${this.#count.toString(16).padStart(12, '0')}`;
  };

  /** Sixteen hexadecimal digits. */
  readonly hex = (): string => {
    this.#count += 1;
    return `${this.#seed}${this.#count.toString(16).padStart(8, '0')}`;
  };
}
