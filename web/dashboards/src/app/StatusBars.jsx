import { useEngineStatus } from 'tablattice/react';

import { useServices } from './services.js';
import { useStore } from './store.js';

/** The states in which this tab is not what its user believes: signed out, outdated, offline. None hides the page. */
export function StatusBars() {
  const { auth, outdated, online, pending } = useEngineStatus();
  return (
    <div className="bars" role="status">
      {auth === 'expired' && <SignedOutBar pending={pending} />}
      {outdated && <OutdatedBar />}
      {!online && <OfflineBar pending={pending} />}
    </div>
  );
}

/** @param {{ pending: number }} props */
function SignedOutBar({ pending }) {
  const { signIn } = useServices();
  const asked = useStore(signIn.asked);
  return (
    <div className="bar" data-tone="danger">
      <p>
        <strong>You are signed out.</strong> {kept(pending)} {!asked && 'Please sign in in the tab that asks for it.'}
      </p>
      {asked && (
        <button type="button" className="button" onClick={signIn.signedIn}>
          Sign in again
        </button>
      )}
    </div>
  );
}

function OutdatedBar() {
  return (
    <div className="bar" data-tone="warning">
      <p>
        <strong>This tab is outdated.</strong> Another tab runs a newer version of this application.
      </p>
      <button type="button" className="button" onClick={() => location.reload()}>
        Reload
      </button>
    </div>
  );
}

/** @param {{ pending: number }} props */
function OfflineBar({ pending }) {
  return (
    <div className="bar" data-tone="warning">
      <p>
        <strong>You are offline.</strong> Your other tabs still follow. {kept(pending)}
      </p>
    </div>
  );
}

/** @param {number} pending */
function kept(pending) {
  if (pending === 0) return 'Nothing is lost: changes you make are kept and sent later.';
  return `Nothing is lost: ${pending === 1 ? '1 change is' : `${pending} changes are`} kept and sent later.`;
}
