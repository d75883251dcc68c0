import { mountPage } from '../app/mount-page.jsx';
import { OperatorDashboard } from '../operator/OperatorDashboard.jsx';

mountPage('Operator', OperatorDashboard);
