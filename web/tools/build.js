// npm run build: what is missing is installed, then the engine (WebAssembly) and the pages are built.
import { buildStep, configureStep } from './cmake.js';
import { runTool } from './failure.js';
import { isMain } from './main.js';
import { pagesStep } from './pages.js';
import { setUp } from './setup.js';
import { runStep } from './step.js';

export async function buildEngine() {
  await runStep(configureStep('wasm'));
  await runStep(buildStep('wasm'));
}

export async function buildAll() {
  await setUp(['build']);
  await buildEngine();
  await runStep(pagesStep);
}

if (isMain(import.meta.url)) await runTool(buildAll);
