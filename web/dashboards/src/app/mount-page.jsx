import { StrictMode, startTransition } from 'react';
import { createRoot } from 'react-dom/client';
import { EngineProvider, useEngineStatus, useSyncEventHandlers } from 'tablattice/react';

import { PageShell } from './PageShell.jsx';
import { openEngine } from './open-engine.js';
import { ReportLog } from './report-log.js';
import { ServicesContext } from './services.js';
import { readSettings } from './settings.js';
import { SignInGate } from './sign-in-gate.js';
import { StartFailure } from './StartFailure.jsx';
import { Progress } from '../shared/Progress.jsx';

/**
 * Puts one dashboard on its page: shows progress while the engine loads, then the dashboard, or why it cannot be shown.
 *
 * @param {string} title
 * @param {import('react').ComponentType} Dashboard
 */
export async function mountPage(title, Dashboard) {
  const root = createRoot(/** @type {HTMLElement} */ (document.getElementById('page')));
  root.render(<Progress label="Starting" />);
  try {
    const services = {
      settings: readSettings(location.search),
      signIn: new SignInGate(),
      reports: new ReportLog(),
    };
    const engine = await openEngine(services.settings, services);
    const page = (
      <StrictMode>
        <EngineProvider engine={engine}>
          <ServicesContext value={services}>
            {services.settings.follow ? <SyncEventHandlers /> : <SyncUntilLoaded />}
            <PageShell title={title}>
              <Dashboard />
            </PageShell>
          </ServicesContext>
        </EngineProvider>
      </StrictMode>
    );
    startTransition(() => root.render(page)); // in steps, between which the page handles its events
  } catch (error) {
    console.error(error);
    root.render(<StartFailure error={error} />);
  }
}

/** The one place where a page listens to anything. */
function SyncEventHandlers() {
  useSyncEventHandlers();
  return null;
}

/** `?follow=off`: loads, and is then a tab without the handlers. */
function SyncUntilLoaded() {
  const { availability } = useEngineStatus().collections;
  return availability.status === 'loading' ? <SyncEventHandlers /> : null;
}
