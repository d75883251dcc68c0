import { createRoot } from 'react-dom/client';
import { Provider } from 'react-redux';
import { App } from './App.jsx';
import { openStore } from './store.js';

const { store, syncService } = openStore();
createRoot(/** @type {HTMLElement} */ (document.getElementById('page'))).render(
  <Provider store={store}>
    <App syncService={syncService} />
  </Provider>,
);
