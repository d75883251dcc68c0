import { Store } from './store.js';

/**
 * Where the engine's question "may I go on?" (`onUnauthorized`) meets the person who can answer it. The reference
 * server knows no accounts, so signing in is a button; an application would show its sign-in dialog instead.
 */
export class SignInGate {
  /** Whether the engine waits for an answer. */
  asked = new Store(false);
  /** @type {{ promise: Promise<boolean>, resolve: (ok: boolean) => void } | null} */
  #question = null;

  /** @returns {Promise<boolean>} true once somebody has signed in; asked again meanwhile, it is the same question */
  ask = () => {
    if (!this.#question) {
      let resolve = /** @type {(ok: boolean) => void} */ (() => {});
      const promise = new Promise((/** @type {(ok: boolean) => void} */ settle) => (resolve = settle));
      this.#question = { promise, resolve };
      this.asked.set(true);
    }
    return this.#question.promise;
  };

  signedIn = () => {
    const question = this.#question;
    this.#question = null;
    this.asked.set(false);
    question?.resolve(true);
  };
}
