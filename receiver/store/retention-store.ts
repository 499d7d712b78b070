/** Forgetting what is older than somebody wants it kept; a part of `Store`. */
export interface RetentionStore {
  /**
   * Empties bodies and headers of events that are done, and what the outbox holds of them. The rows stay: what was accepted once
   * is a duplicate for ever. What waits for a person or is still to be sent stays whole, and so do conversations and notes.
   * @param query.before UNIX milliseconds of arrival
   * @param query.limit of each kind
   * @returns how many; call again until it is 0
   */
  forgetContent(query: { workspaceId: string; before: number; limit: number }): Promise<number>;
}
