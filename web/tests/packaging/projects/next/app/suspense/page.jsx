'use client';

import { Suspense } from 'react';
import { EngineProvider, useEngine, useSuspenseView } from 'tablattice/react';

import { blueRoom, roomsQuery } from '../../rooms';
import { openRooms } from '../rooms-page';

const engine = typeof window === 'undefined' ? null : openRooms();

// The page is built ahead with the fallback in it.
export default function Page() {
  return (
    <EngineProvider engine={engine}>
      <Suspense fallback={<p>Loading…</p>}>
        <List />
      </Suspense>
    </EngineProvider>
  );
}

function List() {
  const { rows } = useSuspenseView(roomsQuery);
  const rooms = useEngine().collection('rooms');
  return (
    <>
      <ul>
        {rows.map(({ id, name }) => (
          <li key={id}>{name}</li>
        ))}
      </ul>
      <button onClick={() => rooms.create(blueRoom)}>Add</button>
    </>
  );
}
