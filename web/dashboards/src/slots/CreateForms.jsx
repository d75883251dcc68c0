import { shownFields, writeOf } from './slot-forms.js';
import { SlotForm } from './SlotForm.jsx';
import { therapistName } from './use-therapists.js';

const noRow = { row: null, deleted: false };

/**
 * The open forms that add a slot: seldom more than one (another comes back when its write is refused late).
 *
 * @param {object} props
 * @param {import('./slot-forms.js').SlotForm[]} props.forms
 * @param {ReadonlyMap<string, string>} props.therapists
 * @param {import('./slot-actions.js').SlotActions} props.actions
 * @param {() => void} props.onFocusLost
 */
export function CreateForms({ forms, therapists, actions, onFocusLost }) {
  return forms.map((form) => (
    <SlotForm
      key={form.formId}
      name="New availability"
      fields={shownFields(form, null)}
      form={form}
      therapists={therapists}
      onType={(field, value) => actions.type(form, field, value)}
      onSave={() =>
        actions.save(
          form,
          writeOf(form, noRow, (id) => therapistName(therapists, id)),
        )
      }
      onCancel={() => actions.leave(form)}
      onFocusLost={onFocusLost}
    />
  ));
}
