import { mountPage } from '../app/mount-page.jsx';
import { Inspector } from '../inspector/Inspector.jsx';

mountPage('Inspector', Inspector);
