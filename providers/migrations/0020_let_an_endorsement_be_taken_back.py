"""An endorsement that its giver took back counts no more, for an approval or a revocation."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("providers", "0019_chain_what_is_decided"),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="decision",
            name="decision_adverse_takes_two",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="decision",
            name="decision_revocation_by_two",
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="decision",
            trigger=pgtrigger.compiler.Trigger(
                name="decision_adverse_takes_two",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (NEW.\"from_status\" = 'in_review' AND NEW.\"to_status\" = 'active')",
                    func="\nIF NOT (\n  EXISTS (SELECT 1 FROM providers_check k WHERE k.credential_id = NEW.credential_id\n    AND k.gate IS NULL AND k.result IN ('differs', 'not_found'))\n  OR EXISTS (SELECT 1 FROM providers_decision d WHERE d.credential_id = NEW.credential_id AND d.to_status IN ('discrepancy', 'suspended', 'denied'))\n  OR EXISTS (SELECT 1 FROM (\n  SELECT DISTINCT ON (k.gate, k.credential_id, k.practitioner_id, k.provider_id) k.result\n  FROM providers_check k JOIN providers_credential held ON held.id = NEW.credential_id\n  WHERE k.gate IN ('npi_digit', 'npi_register', 'dea_digit', 'exclusion')\n  AND (\n    k.credential_id = held.id OR k.practitioner_id = held.practitioner_id OR k.provider_id = held.provider_id\n  )\n  ORDER BY k.gate, k.credential_id, k.practitioner_id, k.provider_id, k.checked_at DESC, k.id DESC\n) newest WHERE newest.result <> 'agrees')\n) THEN RETURN NULL; END IF;\nIF EXISTS (\n  SELECT 1 FROM providers_check k WHERE k.credential_id = NEW.credential_id\n  AND k.result IN ('differs', 'not_found') AND k.by_id = NEW.by_id) THEN\n  RAISE EXCEPTION 'Who recorded the adverse check cannot approve.' USING ERRCODE = 'check_violation', CONSTRAINT = 'decision_adverse_takes_two';\nEND IF;\nIF NOT EXISTS (\n  SELECT 1 FROM providers_decision d WHERE d.credential_id = NEW.credential_id AND d.event = 'endorse' AND d.by_id <> NEW.by_id AND d.id > (\n  SELECT COALESCE(max(d.id), 0) FROM providers_decision d WHERE d.credential_id = NEW.credential_id AND d.to_status = 'in_review' AND d.from_status <> 'in_review')\n  AND NOT EXISTS (\n    SELECT 1 FROM providers_decision s WHERE s.credential_id = NEW.credential_id\n    AND s.event IN ('claim', 'supply', 'correct', 'attest') AND s.by_id = d.by_id\n  )\n  AND NOT EXISTS (\n  SELECT 1 FROM providers_check k WHERE k.credential_id = NEW.credential_id\n  AND k.result IN ('differs', 'not_found') AND k.by_id = d.by_id)\n  AND NOT EXISTS (\n  SELECT 1 FROM providers_decision b WHERE b.credential_id = NEW.credential_id\n  AND b.event = 'take_back' AND b.by_id = d.by_id AND b.id > d.id)\n) THEN\n  RAISE EXCEPTION 'Something was adverse: a second person endorses it first.' USING ERRCODE = 'check_violation', CONSTRAINT = 'decision_adverse_takes_two';\nEND IF;\nRETURN NULL;\n",
                    hash="d0e38042997d7655fa4b8d6d811d8b0c7cae2c63",
                    operation="INSERT",
                    pgid="pgtrigger_decision_adverse_takes_two_99997",
                    table="providers_decision",
                    when="AFTER",
                ),
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="decision",
            trigger=pgtrigger.compiler.Trigger(
                name="decision_revocation_by_two",
                sql=pgtrigger.compiler.UpsertTriggerSql(
                    condition="WHEN (NEW.\"to_status\" = 'revoked')",
                    func="\nIF NEW.by_id IS NULL OR NOT EXISTS (\n  SELECT 1 FROM providers_decision d WHERE d.credential_id = NEW.credential_id AND d.event IN ('suspend', 'endorse') AND d.by_id <> NEW.by_id\n  AND d.id > (SELECT COALESCE(max(d.id), 0) FROM providers_decision d WHERE d.credential_id = NEW.credential_id AND d.event = 'approve')\n  AND (d.event = 'suspend' OR NOT EXISTS (\n  SELECT 1 FROM providers_decision b WHERE b.credential_id = NEW.credential_id\n  AND b.event = 'take_back' AND b.by_id = d.by_id AND b.id > d.id))\n) THEN\n  RAISE EXCEPTION 'Two people revoke: one suspends or endorses, another revokes.' USING ERRCODE = 'check_violation', CONSTRAINT = 'decision_revocation_by_two';\nEND IF;\nRETURN NULL;\n",
                    hash="613adae99147fbb6b2f11924080ff22056e26110",
                    operation="INSERT",
                    pgid="pgtrigger_decision_revocation_by_two_cef0b",
                    table="providers_decision",
                    when="AFTER",
                ),
            ),
        ),
    ]
