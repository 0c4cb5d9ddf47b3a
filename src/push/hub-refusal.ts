import type { HubAnswer } from "../model/hub.ts";

/** A request that is not taken, and why. */
export class HubRefusal extends Error {
  readonly status: HubAnswer["status"];

  constructor(status: HubAnswer["status"], message: string) {
    super(message);
    this.status = status;
  }
}
