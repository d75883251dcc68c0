export {
  createAvailability,
  deleteAvailability,
  fetchAvailability,
  selectAllAvailability,
  syncAvailabilityCreated,
  syncAvailabilityDeleted,
  syncAvailabilityUpdated,
  updateAvailability,
} from 'tablattice/availability';
