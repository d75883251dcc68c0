// The page of every project: the rooms as a list, a button that adds one, and what went wrong. It asks the API once: what
// comes later has crossed from another tab.
export const roomsOptions = (collection) => ({
  scope: 'hotel:user-1',
  collections: { rooms: collection({ endpoint: '/api/rooms' }) },
  poll: false,
});

export const roomsQuery = { from: 'rooms', orderBy: 'name' };

export const blueRoom = { id: 'room-2', name: 'Blue' };

/** Draws the page; returns what draws the rows. */
export function drawPage(addRoom) {
  const list = document.createElement('ul');
  const button = document.createElement('button');
  button.textContent = 'Add';
  button.onclick = addRoom;
  document.body.append(list, button);
  return (rows) => list.replaceChildren(...rows.map(({ name }) => textElement('li', name)));
}

export function drawError(error) {
  document.body.append(textElement('output', `${error.code}: ${error.message}`));
}

function textElement(tag, text) {
  const element = document.createElement(tag);
  element.textContent = text;
  return element;
}

export async function showRooms({ collection, createEngine }, options = {}) {
  try {
    const engine = await createEngine({ ...roomsOptions(collection), ...options });
    const rooms = engine.collection('rooms');
    const draw = drawPage(() => rooms.create(blueRoom).catch(drawError));
    await rooms.refresh();
    engine.view(roomsQuery).subscribe(({ rows }) => draw(rows), { immediate: true });
    return engine;
  } catch (error) {
    drawError(error);
    throw error;
  }
}
