'use client';

import { useEffect, useState } from 'react';
import { collection, createEngine } from 'tablattice';
import { EngineProvider, useEngine, useSyncEventHandlers, useView } from 'tablattice/react';

import { blueRoom, roomsOptions, roomsQuery } from '../rooms';

// The server renders the page without an engine: rooms are the browser's.
export function Rooms() {
  const engine = useRoomsEngine();
  if (!engine) return <p>Loading…</p>;
  return (
    <EngineProvider engine={engine}>
      <List />
    </EngineProvider>
  );
}

export async function openRooms() {
  const engine = await createEngine(roomsOptions(collection));
  await engine.collection('rooms').refresh();
  return engine;
}

function useRoomsEngine() {
  const [engine, setEngine] = useState(null);
  useEffect(() => {
    const opening = openRooms();
    opening.then(setEngine);
    return () => opening.then((opened) => opened.destroy());
  }, []);
  return engine;
}

function List() {
  useSyncEventHandlers();
  const engine = useEngine();
  const { rows } = useView(roomsQuery);
  return (
    <>
      <ul>
        {rows.map(({ id, name }) => (
          <li key={id}>{name}</li>
        ))}
      </ul>
      <button onClick={() => engine.collection('rooms').create(blueRoom)}>Add</button>
    </>
  );
}
