// The engine lives in a module worker; the page draws what it is told.
import { blueRoom, drawError, drawPage } from './rooms.js';

const worker = new Worker('./worker.js', { type: 'module' });
const draw = drawPage(() => worker.postMessage(blueRoom));
worker.onmessage = ({ data }) => draw(data);
worker.onerror = ({ message }) => drawError({ code: 'worker_failed', message });
