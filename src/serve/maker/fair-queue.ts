/** What waits, by client: clients take turns, and of one client what came first comes first. */
export class FairQueue<Item> {
  /** In the order of turns; none is empty. */
  readonly #ofClients = new Map<string, Item[]>();
  #size = 0;

  get size(): number {
    return this.#size;
  }

  add(client: string, item: Item): void {
    const items = this.#ofClients.get(client);
    if (items === undefined) this.#ofClients.set(client, [item]);
    else items.push(item);
    this.#size += 1;
  }

  /** Takes out what is next. Its client's next turn comes after those of all others. */
  next(): Item | undefined {
    const [first] = this.#ofClients;
    if (first === undefined) return undefined;
    const [client, [item, ...rest]] = first;
    this.#ofClients.delete(client);
    if (rest.length > 0) this.#ofClients.set(client, rest);
    this.#size -= 1;
    return item;
  }

  remove(client: string, item: Item): void {
    const items = this.#ofClients.get(client) ?? [];
    const at = items.indexOf(item);
    if (at < 0) return;
    items.splice(at, 1);
    if (items.length === 0) this.#ofClients.delete(client);
    this.#size -= 1;
  }

  /** Takes out what came last of the client that has most waiting; of several such, of the one whose turn is last. */
  dropLast(): Item | undefined {
    let most: readonly [client: string, items: Item[]] | undefined;
    for (const each of this.#ofClients) if (each[1].length >= (most?.[1].length ?? 0)) most = each;
    const item = most?.[1].at(-1);
    if (most !== undefined && item !== undefined) this.remove(most[0], item);
    return item;
  }
}
