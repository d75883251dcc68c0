import { Rooms } from './rooms-page';

export default function Page() {
  return <Rooms />;
}
