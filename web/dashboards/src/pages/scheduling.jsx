import { mountPage } from '../app/mount-page.jsx';
import { SchedulingDashboard } from '../scheduling/SchedulingDashboard.jsx';

mountPage('Scheduling', SchedulingDashboard);
