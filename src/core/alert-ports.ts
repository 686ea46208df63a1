import type { ProviderError } from './errors.ts';
import type { AlertEvent, AlertSourceName } from './model/alert.ts';
import type { Cancellable, RawRequest } from './ports.ts';

export type Verdict = { readonly genuine: true } | { readonly genuine: false; readonly status: 401 | 403; readonly reason: string };

/** One way in for a source: an address, and how what comes there proves itself. */
export interface AlertDoor {
  /** Where it posts: "/webhooks/sentry". */
  readonly path: string;
  readonly secretParams: readonly string[];
  /** Real time only: tokens and signatures do not follow a moved clock. */
  readonly verify: (request: RawRequest) => Verdict | Promise<Verdict>;
}

/** A system that posts alerts to us, or is asked for them. `read` throws UserError when the body cannot be understood. */
export interface AlertSource {
  readonly name: AlertSourceName;
  readonly doors: readonly AlertDoor[];
  /** A header the body cannot be read without, in lower case; its value is stored and handed to `read` as `resource`. */
  readonly resourceHeader?: string | undefined;
  /**
   * What makes two deliveries of one event the same: a key over its identity, or a hash of the body. `receivedAt` counts for a
   * source that says the same again and again and means it.
   */
  readonly identify: (request: Pick<RawRequest, 'headers' | 'body'>, receivedAt: number) => string;
  /** No events: understood, but nothing of interest (an installation hook, say). */
  readonly read: (body: unknown, received: { readonly at: number; readonly resource: string | undefined }) => readonly AlertEvent[];
}

/** What was found by asking: stored as an event of the source, and read by it as if it had been posted. */
export interface PolledEvent {
  readonly identity: string;
  readonly body: string;
  readonly resource?: string | undefined;
  /** With `state`: an alert that is known in that state by this firing was received, and is passed over. */
  readonly firing?: string | undefined;
  readonly state?: AlertEvent['state'] | undefined;
}

/** `failure`: a part could not be asked (one subscription, one project); it is asked again from the same moment. */
export interface Polled {
  readonly events: readonly PolledEvent[];
  readonly failure?: ProviderError | undefined;
  /** The parts that could not be asked, each by its name with the moment it is to be asked from. */
  readonly left?: Readonly<Record<string, number>> | undefined;
}

export interface PollRange {
  readonly since: number;
  readonly now: number;
  /** What the last poll left (Polled.left): those parts are asked from there. */
  readonly left?: Polled['left'];
}

/** Asks a source for what was not, or is never, posted to us. */
export interface AlertPoll {
  /** "azure alerts": the key its last success is kept under. */
  readonly name: string;
  readonly source: AlertSourceName;
  readonly everyMs: number;
  /** How far back is asked at most. */
  readonly longestBackMs: number;
  /** Everything that began or ended in the range. Throws ProviderError: then the next poll asks from the same moment. */
  readonly poll: (range: PollRange, options: Cancellable) => Promise<Polled>;
}

/** A token that proves who calls; see TokenVerifier. */
export interface TokenRules {
  readonly tenantId: string;
  /** Any of them: the application's id, or its identifier URI. */
  readonly audiences: readonly string[];
  /** The application that must have asked for the token (azp or appid). */
  readonly caller: string;
  /** An application role it must carry; undefined: none. */
  readonly role: string | undefined;
}

/** Checks tokens of Microsoft Entra ID: signature, issuer, tenant, audience, calling application, role, times; real time. Never throws. */
export interface TokenVerifier {
  readonly verify: (authorization: string | undefined, rules: TokenRules) => Promise<Verdict>;
}

/** What one service calls, as its telemetry shows: host names, database names, URLs. Throws ProviderError. */
export interface DependencySource {
  readonly calls: (
    range: { readonly from: number; readonly to: number },
    options: Cancellable,
  ) => Promise<readonly { readonly service: string; readonly target: string; readonly count: number }[]>;
}
