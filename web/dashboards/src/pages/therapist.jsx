import { mountPage } from '../app/mount-page.jsx';
import { TherapistDashboard } from '../therapist/TherapistDashboard.jsx';

mountPage('Therapist', TherapistDashboard);
