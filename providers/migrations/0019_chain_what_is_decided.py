import django.contrib.postgres.fields
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models

# What was applied at once, to a listing that nobody had seen yet, was decided by nobody.
FORGET_DECIDER = """
    UPDATE providers_changerequest SET decided_by_id = NULL
    WHERE status = 'approved' AND decided_by_id = asked_by_id
"""
# What was there before the chain: all of each table, in the order of its keys. Its triggers do the rest.
JOIN_WHAT_IS_THERE = """
    INSERT INTO providers_auditwaiting ("table", rows, is_last)
    SELECT '{table}', array_agg(fresh.id ORDER BY fresh.id), false FROM {table} fresh
    WHERE ({is_demo}) IS NOT TRUE HAVING count(*) > 0
"""
IS_DEMO = [
    (
        "providers_check",
        """COALESCE(
      (SELECT is_demo FROM providers_provider WHERE id = fresh.provider_id),
      (
  SELECT bool_and(listing.is_demo) FROM providers_practitionerrole role
  JOIN providers_location place ON place.id = role.location_id
  JOIN providers_provider listing ON listing.id = place.provider_id
  WHERE role.practitioner_id = fresh.practitioner_id
),
      (
  SELECT COALESCE(
    (SELECT is_demo FROM providers_provider WHERE id = held.provider_id),
    (
  SELECT is_demo FROM providers_provider WHERE id = (SELECT provider_id FROM providers_location WHERE id = held.location_id)
),
    (
  SELECT bool_and(listing.is_demo) FROM providers_practitionerrole role
  JOIN providers_location place ON place.id = role.location_id
  JOIN providers_provider listing ON listing.id = place.provider_id
  WHERE role.practitioner_id = held.practitioner_id
)
  ) FROM providers_credential held WHERE held.id = fresh.credential_id
),
      (SELECT is_demo FROM providers_provider WHERE id = (SELECT provider_id FROM providers_claim WHERE id = fresh.claim_id))
    )""",
    ),
    (
        "providers_decision",
        """(
  SELECT COALESCE(
    (SELECT is_demo FROM providers_provider WHERE id = held.provider_id),
    (
  SELECT is_demo FROM providers_provider WHERE id = (SELECT provider_id FROM providers_location WHERE id = held.location_id)
),
    (
  SELECT bool_and(listing.is_demo) FROM providers_practitionerrole role
  JOIN providers_location place ON place.id = role.location_id
  JOIN providers_provider listing ON listing.id = place.provider_id
  WHERE role.practitioner_id = held.practitioner_id
)
  ) FROM providers_credential held WHERE held.id = fresh.credential_id
)""",
    ),
    (
        "providers_caseevent",
        """(SELECT is_demo FROM providers_provider WHERE id = (SELECT provider_id FROM providers_case WHERE id = fresh.case_id))""",
    ),
]
NOW = "SET CONSTRAINTS ALL IMMEDIATE"


class Migration(migrations.Migration):

    dependencies = [
        ('providers', '0018_settle_error_reports'),
    ]

    operations = [
        migrations.CreateModel(
            name='AuditRun',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('started_at', models.DateTimeField()),
                ('finished_at', models.DateTimeField()),
                ('entries', models.PositiveBigIntegerField()),
                ('head', models.CharField(blank=True, max_length=64)),
                ('altered', models.PositiveIntegerField()),
                ('faults', models.JSONField(blank=True, default=list)),
            ],
            options={
                'ordering': ['-finished_at', '-id'],
            },
        ),
        migrations.CreateModel(
            name='AuditWaiting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('table', models.CharField(max_length=63)),
                ('rows', django.contrib.postgres.fields.ArrayField(base_field=models.BigIntegerField(), size=None)),
                ('is_last', models.BooleanField(default=False)),
            ],
        ),
        migrations.RunSQL("ALTER TABLE providers_auditwaiting SET UNLOGGED", migrations.RunSQL.noop),
        migrations.RemoveConstraint(
            model_name='caseevent',
            name='caseevent_kind_known',
        ),
        migrations.AlterField(
            model_name='claim',
            name='claimant',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='claims', to=settings.AUTH_USER_MODEL),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='auditentry',
            trigger=pgtrigger.compiler.Trigger(name='auditentry_never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot truncate rows from % table', TG_TABLE_NAME;", hash='309bfb832b9a403b0edfd70e9bd7a0efdc6699bc', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_auditentry_never_emptied_5cd09', table='providers_auditentry', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='auditentry',
            trigger=pgtrigger.compiler.Trigger(name='auditentry_by_the_database', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (pg_trigger_depth() = 0)', func="RAISE EXCEPTION 'Only the database itself writes the chain.' USING ERRCODE = 'check_violation', CONSTRAINT = 'auditentry_by_the_database';", hash='37a18a1293843f9a6e2287f132f45148dbbd209c', operation='INSERT', pgid='pgtrigger_auditentry_by_the_database_2ba70', table='providers_auditentry', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='caseevent',
            trigger=pgtrigger.compiler.Trigger(name='caseevent_never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot truncate rows from % table', TG_TABLE_NAME;", hash='dae947858d40119bd1bb3a092d4d1e3c29814afb', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_caseevent_never_emptied_b2864', table='providers_caseevent', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='caseevent',
            trigger=pgtrigger.compiler.Trigger(name='caseevent_joins_the_chain', sql=pgtrigger.compiler.UpsertTriggerSql(func='\nINSERT INTO providers_auditwaiting ("table", rows, is_last)\nSELECT TG_TABLE_NAME, array_agg(fresh.id ORDER BY fresh.id), false FROM fresh\nWHERE ((SELECT is_demo FROM providers_provider WHERE id = (SELECT provider_id FROM providers_case WHERE id = fresh.case_id))) IS NOT TRUE HAVING count(*) > 0;\nRETURN NULL;\n', hash='aaa84d19da163d4880014d1b646011e96bca77cc', level='STATEMENT', operation='INSERT', pgid='pgtrigger_caseevent_joins_the_chain_6b435', referencing='REFERENCING NEW TABLE AS fresh ', table='providers_caseevent', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='check',
            trigger=pgtrigger.compiler.Trigger(name='check_never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot truncate rows from % table', TG_TABLE_NAME;", hash='e3ca80a671ed1d900ce961b0e6f01cc3889194ae', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_check_never_emptied_dc879', table='providers_check', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='check',
            trigger=pgtrigger.compiler.Trigger(name='check_joins_the_chain', sql=pgtrigger.compiler.UpsertTriggerSql(func='\nINSERT INTO providers_auditwaiting ("table", rows, is_last)\nSELECT TG_TABLE_NAME, array_agg(fresh.id ORDER BY fresh.id), false FROM fresh\nWHERE (COALESCE(\n      (SELECT is_demo FROM providers_provider WHERE id = fresh.provider_id),\n      (\n  SELECT bool_and(listing.is_demo) FROM providers_practitionerrole role\n  JOIN providers_location place ON place.id = role.location_id\n  JOIN providers_provider listing ON listing.id = place.provider_id\n  WHERE role.practitioner_id = fresh.practitioner_id\n),\n      (\n  SELECT COALESCE(\n    (SELECT is_demo FROM providers_provider WHERE id = held.provider_id),\n    (\n  SELECT is_demo FROM providers_provider WHERE id = (SELECT provider_id FROM providers_location WHERE id = held.location_id)\n),\n    (\n  SELECT bool_and(listing.is_demo) FROM providers_practitionerrole role\n  JOIN providers_location place ON place.id = role.location_id\n  JOIN providers_provider listing ON listing.id = place.provider_id\n  WHERE role.practitioner_id = held.practitioner_id\n)\n  ) FROM providers_credential held WHERE held.id = fresh.credential_id\n),\n      (SELECT is_demo FROM providers_provider WHERE id = (SELECT provider_id FROM providers_claim WHERE id = fresh.claim_id))\n    )) IS NOT TRUE HAVING count(*) > 0;\nRETURN NULL;\n', hash='167709625b7ffd551e0ad44e624152babaf8fa33', level='STATEMENT', operation='INSERT', pgid='pgtrigger_check_joins_the_chain_2d247', referencing='REFERENCING NEW TABLE AS fresh ', table='providers_check', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='credential',
            trigger=pgtrigger.compiler.Trigger(name='credential_begins', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NOT (NEW."status" = \'claimed\'))', func="RAISE EXCEPTION 'pgtrigger: Cannot insert rows from % table', TG_TABLE_NAME;", hash='cd4ea9686d99a6c658fe03f0328725b06507891f', operation='INSERT', pgid='pgtrigger_credential_begins_be76d', table='providers_credential', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='credential',
            trigger=pgtrigger.compiler.Trigger(name='credential_step_is_decided', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.status IS DISTINCT FROM NEW.status)', constraint='CONSTRAINT', func="\nIF NOT EXISTS (\n  SELECT 1 FROM providers_decision d WHERE d.credential_id = NEW.id\n  AND d.from_status = OLD.status AND d.to_status = NEW.status AND d.transaction = txid_current()\n) THEN\n  RAISE EXCEPTION 'A credential comes into another state only by a decision.' USING ERRCODE = 'check_violation', CONSTRAINT = 'credential_step_is_decided';\nEND IF;\nRETURN NULL;\n", hash='2a648f8ba36bf92c70923c19454418d6339f231f', operation='UPDATE', pgid='pgtrigger_credential_step_is_decided_2cf8c', table='providers_credential', timing='DEFERRABLE INITIALLY DEFERRED', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='decision',
            trigger=pgtrigger.compiler.Trigger(name='decision_never_emptied', sql=pgtrigger.compiler.UpsertTriggerSql(func="RAISE EXCEPTION 'pgtrigger: Cannot truncate rows from % table', TG_TABLE_NAME;", hash='2a8de64bf022da1c6f112a3516186709e5a8face', level='STATEMENT', operation='TRUNCATE', pgid='pgtrigger_decision_never_emptied_2f1fa', table='providers_decision', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='decision',
            trigger=pgtrigger.compiler.Trigger(name='decision_joins_the_chain', sql=pgtrigger.compiler.UpsertTriggerSql(func='\nINSERT INTO providers_auditwaiting ("table", rows, is_last)\nSELECT TG_TABLE_NAME, array_agg(fresh.id ORDER BY fresh.id), false FROM fresh\nWHERE ((\n  SELECT COALESCE(\n    (SELECT is_demo FROM providers_provider WHERE id = held.provider_id),\n    (\n  SELECT is_demo FROM providers_provider WHERE id = (SELECT provider_id FROM providers_location WHERE id = held.location_id)\n),\n    (\n  SELECT bool_and(listing.is_demo) FROM providers_practitionerrole role\n  JOIN providers_location place ON place.id = role.location_id\n  JOIN providers_provider listing ON listing.id = place.provider_id\n  WHERE role.practitioner_id = held.practitioner_id\n)\n  ) FROM providers_credential held WHERE held.id = fresh.credential_id\n)) IS NOT TRUE HAVING count(*) > 0;\nRETURN NULL;\n', hash='8175e4236f9ac3bd18c7f30ff4124ea2e6497594', level='STATEMENT', operation='INSERT', pgid='pgtrigger_decision_joins_the_chain_f0f1c', referencing='REFERENCING NEW TABLE AS fresh ', table='providers_decision', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='decision',
            trigger=pgtrigger.compiler.Trigger(name='decision_approval_by_another', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NEW."from_status" = \'in_review\' AND NEW."to_status" = \'active\')', func="\nIF NEW.by_id IS NULL THEN\n  RAISE EXCEPTION 'A person approves a credential.' USING ERRCODE = 'check_violation', CONSTRAINT = 'decision_approval_by_another';\nEND IF;\nIF EXISTS (SELECT 1 FROM providers_decision d WHERE d.credential_id = NEW.credential_id AND d.event IN ('claim', 'supply', 'correct', 'attest') AND d.by_id = NEW.by_id)\n  OR EXISTS (SELECT 1 FROM providers_credential WHERE id = NEW.credential_id AND confirmed_by_id = NEW.by_id)\nTHEN\n  RAISE EXCEPTION 'Nobody approves what they submitted.' USING ERRCODE = 'check_violation', CONSTRAINT = 'decision_approval_by_another';\nEND IF;\nRETURN NULL;\n", hash='f654b0e117c724126c4b450b64558f964175a44c', operation='INSERT', pgid='pgtrigger_decision_approval_by_another_34033', table='providers_decision', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='decision',
            trigger=pgtrigger.compiler.Trigger(name='decision_approval_on_evidence', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NEW."from_status" = \'in_review\' AND NEW."to_status" = \'active\')', declare='DECLARE day date; seen date; held providers_credential%ROWTYPE;', func="\nday := (NEW.at AT TIME ZONE 'UTC')::date;\nSELECT * INTO held FROM providers_credential WHERE id = NEW.credential_id;\nSELECT source_date INTO seen FROM providers_check WHERE id = NEW.evidence_id\n  AND credential_id = NEW.credential_id AND gate IS NULL AND result IN ('agrees', 'differs');\nIF seen IS NULL THEN\n  RAISE EXCEPTION 'An approval stands on a look at the source.' USING ERRCODE = 'check_violation', CONSTRAINT = 'decision_approval_on_evidence';\nEND IF;\nIF NOT EXISTS (\n  SELECT 1 FROM providers_decision d WHERE d.credential_id = NEW.credential_id AND d.event IN ('record_check', 'recheck', 'renew') AND d.evidence_id IS NOT NULL AND d.id > (\n    SELECT COALESCE(max(d.id), 0) FROM providers_decision d WHERE d.credential_id = NEW.credential_id AND d.to_status IN ('claimed', 'source_requested')\n  )\n) THEN\n  RAISE EXCEPTION 'Nothing becomes active before the source was asked.' USING ERRCODE = 'check_violation', CONSTRAINT = 'decision_approval_after_source';\nEND IF;\nIF day - seen NOT BETWEEN 0 AND 120 OR held.checked_on IS NULL\n  OR day - held.checked_on NOT BETWEEN 0 AND 120\nTHEN\n  RAISE EXCEPTION 'The look at the source is older than 120 days.' USING ERRCODE = 'check_violation', CONSTRAINT = 'decision_approval_on_fresh_check';\nEND IF;\nIF held.attested_on IS NULL OR day - held.attested_on NOT BETWEEN 0 AND 90 THEN\n  RAISE EXCEPTION 'The signed statement is older than 90 days.' USING ERRCODE = 'check_violation', CONSTRAINT = 'decision_approval_on_fresh_word';\nEND IF;\nRETURN NULL;\n", hash='e333a1e621c7e3a3fe8c9d67b1b9bf7bef8e2a7a', operation='INSERT', pgid='pgtrigger_decision_approval_on_evidence_bb626', table='providers_decision', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='decision',
            trigger=pgtrigger.compiler.Trigger(name='decision_adverse_takes_two', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NEW."from_status" = \'in_review\' AND NEW."to_status" = \'active\')', func="\nIF NOT (\n  EXISTS (SELECT 1 FROM providers_check k WHERE k.credential_id = NEW.credential_id\n    AND k.gate IS NULL AND k.result IN ('differs', 'not_found'))\n  OR EXISTS (SELECT 1 FROM providers_decision d WHERE d.credential_id = NEW.credential_id AND d.to_status IN ('discrepancy', 'suspended', 'denied'))\n  OR EXISTS (SELECT 1 FROM (\n  SELECT DISTINCT ON (k.gate, k.credential_id, k.practitioner_id, k.provider_id) k.result\n  FROM providers_check k JOIN providers_credential held ON held.id = NEW.credential_id\n  WHERE k.gate IN ('npi_digit', 'npi_register', 'dea_digit', 'exclusion')\n  AND (\n    k.credential_id = held.id OR k.practitioner_id = held.practitioner_id OR k.provider_id = held.provider_id\n  )\n  ORDER BY k.gate, k.credential_id, k.practitioner_id, k.provider_id, k.checked_at DESC, k.id DESC\n) newest WHERE newest.result <> 'agrees')\n) THEN RETURN NULL; END IF;\nIF EXISTS (\n  SELECT 1 FROM providers_check k WHERE k.credential_id = NEW.credential_id\n  AND k.result IN ('differs', 'not_found') AND k.by_id = NEW.by_id) THEN\n  RAISE EXCEPTION 'Who recorded the adverse check cannot approve.' USING ERRCODE = 'check_violation', CONSTRAINT = 'decision_adverse_takes_two';\nEND IF;\nIF NOT EXISTS (\n  SELECT 1 FROM providers_decision d WHERE d.credential_id = NEW.credential_id AND d.event = 'endorse' AND d.by_id <> NEW.by_id AND d.id > (\n  SELECT COALESCE(max(d.id), 0) FROM providers_decision d WHERE d.credential_id = NEW.credential_id AND d.to_status = 'in_review' AND d.from_status <> 'in_review')\n  AND NOT EXISTS (\n    SELECT 1 FROM providers_decision s WHERE s.credential_id = NEW.credential_id\n    AND s.event IN ('claim', 'supply', 'correct', 'attest') AND s.by_id = d.by_id\n  )\n  AND NOT EXISTS (\n  SELECT 1 FROM providers_check k WHERE k.credential_id = NEW.credential_id\n  AND k.result IN ('differs', 'not_found') AND k.by_id = d.by_id)\n) THEN\n  RAISE EXCEPTION 'Something was adverse: a second person endorses it first.' USING ERRCODE = 'check_violation', CONSTRAINT = 'decision_adverse_takes_two';\nEND IF;\nRETURN NULL;\n", hash='b3506b7b785d8cec2bbef124ef6001f9157afae1', operation='INSERT', pgid='pgtrigger_decision_adverse_takes_two_99997', table='providers_decision', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='decision',
            trigger=pgtrigger.compiler.Trigger(name='decision_revocation_by_two', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NEW."to_status" = \'revoked\')', func="\nIF NEW.by_id IS NULL OR NOT EXISTS (\n  SELECT 1 FROM providers_decision d WHERE d.credential_id = NEW.credential_id AND d.event IN ('suspend', 'endorse') AND d.by_id <> NEW.by_id\n  AND d.id > (SELECT COALESCE(max(d.id), 0) FROM providers_decision d WHERE d.credential_id = NEW.credential_id AND d.event = 'approve')\n) THEN\n  RAISE EXCEPTION 'Two people revoke: one suspends or endorses, another revokes.' USING ERRCODE = 'check_violation', CONSTRAINT = 'decision_revocation_by_two';\nEND IF;\nRETURN NULL;\n", hash='30d7a4688f22f605b81f2abd118f444048a927c7', operation='INSERT', pgid='pgtrigger_decision_revocation_by_two_cef0b', table='providers_decision', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='decision',
            trigger=pgtrigger.compiler.Trigger(name='decision_appeal_by_another', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN ((NEW."from_status" = \'appeal\' AND NEW."to_status" = \'in_review\') OR (NEW."from_status" = \'appeal\' AND NEW."to_status" = \'denied\'))', func="\nIF NEW.by_id IS NULL OR NEW.by_id = (\n  SELECT d.by_id FROM providers_decision d WHERE d.credential_id = NEW.credential_id AND d.to_status = 'denied' AND d.id < NEW.id ORDER BY d.id DESC LIMIT 1\n) THEN\n  RAISE EXCEPTION 'Somebody who did not refuse it hears the appeal.' USING ERRCODE = 'check_violation', CONSTRAINT = 'decision_appeal_by_another';\nEND IF;\nRETURN NULL;\n", hash='cedbf5488def38127c3ea27a5fefd0f03d85512b', operation='INSERT', pgid='pgtrigger_decision_appeal_by_another_f7cc7', table='providers_decision', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='auditentry',
            constraint=models.UniqueConstraint(fields=('previous',), name='auditentry_no_fork'),
        ),
        migrations.AddConstraint(
            model_name='caseevent',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['opened', 'taken', 'released', 'assigned', 'note', 'to_provider', 'from_provider', 'call', 'contact', 'step', 'waits', 'woke', 'undone', 'exported', 'closed'])), name='caseevent_kind_known', violation_error_message='This is not a known value for kind.'),
        ),
        migrations.RunSQL([FORGET_DECIDER, NOW], migrations.RunSQL.noop),
        migrations.AddConstraint(
            model_name='changerequest',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status', 'approved'), _negated=True), models.Q(('decided_by', models.F('asked_by')), _negated=True), _connector='OR'), name='changerequest_approved_by_another', violation_error_message='Nobody approves what they asked for.'),
        ),
        migrations.AddConstraint(
            model_name='claim',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status__in', ['owner', 'refused']), _negated=True), models.Q(('decided_by', models.F('claimant')), _negated=True), _connector='OR'), name='claim_decided_by_another', violation_error_message='Nobody decides a claim of their own.'),
        ),
        migrations.AddConstraint(
            model_name='decision',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('to_status__in', ('discrepancy', 'denied', 'suspended', 'revoked')), _negated=True), ('from_status', models.F('to_status')), models.Q(('reason', ''), _negated=True), _connector='OR'), name='decision_that_hurts_has_reason', violation_error_message='A step that hurts has its reason.'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='auditwaiting',
            trigger=pgtrigger.compiler.Trigger(name='auditwaiting_last_turn', sql=pgtrigger.compiler.UpsertTriggerSql(constraint='CONSTRAINT', func='UPDATE providers_auditwaiting SET is_last = true WHERE id = NEW.id; RETURN NULL;', hash='ae54eb28392d2e4751313fea1b7fc56e26f845cf', operation='INSERT', pgid='pgtrigger_auditwaiting_last_turn_e43fd', table='providers_auditwaiting', timing='DEFERRABLE INITIALLY DEFERRED', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='auditwaiting',
            trigger=pgtrigger.compiler.Trigger(name='auditwaiting_append_links', sql=pgtrigger.compiler.UpsertTriggerSql(constraint='CONSTRAINT', declare='DECLARE zone text; link text; fresh text; fact jsonb;', func='\nPERFORM pg_advisory_xact_lock(4815162342);\nzone := current_setting(\'TimeZone\');\nPERFORM set_config(\'TimeZone\', \'UTC\', true);\nSELECT digest INTO link FROM providers_auditentry ORDER BY id DESC LIMIT 1;\nlink := COALESCE(link, \'\');\nFOR fact IN EXECUTE format(\'SELECT to_jsonb(t) FROM %I t WHERE id = ANY($1) ORDER BY id\', NEW."table")\n  USING NEW.rows\nLOOP\n  fresh := encode(\n    sha256(convert_to(concat_ws(E\'\\n\', link, NEW."table", fact->>\'id\', fact::text), \'UTF8\')), \'hex\'\n  );\n  INSERT INTO providers_auditentry ("table", "row", content, previous, digest, at)\n  VALUES (NEW."table", (fact->>\'id\')::bigint, fact, link, fresh, clock_timestamp());\n  link := fresh;\nEND LOOP;\nPERFORM set_config(\'TimeZone\', zone, true);\nDELETE FROM providers_auditwaiting WHERE id = NEW.id;\nRETURN NULL;\n', hash='ed25ed612f5d701c1dbbb052ad61953ca6d80ed3', operation='UPDATE', pgid='pgtrigger_auditwaiting_append_links_d0406', table='providers_auditwaiting', timing='DEFERRABLE INITIALLY DEFERRED', when='AFTER')),
        ),
        migrations.RunSQL(
            [*(JOIN_WHAT_IS_THERE.format(table=table, is_demo=is_demo) for table, is_demo in IS_DEMO), NOW],
            migrations.RunSQL.noop,
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='auditwaiting',
            trigger=pgtrigger.compiler.Trigger(name='auditwaiting_by_the_database', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (pg_trigger_depth() = 0)', func="RAISE EXCEPTION 'Only the database itself writes the chain.' USING ERRCODE = 'check_violation', CONSTRAINT = 'auditwaiting_by_the_database';", hash='b836c0d32e07f4f2d32c63e4b017cf7ebf7e55a5', operation='INSERT OR UPDATE', pgid='pgtrigger_auditwaiting_by_the_database_06a0e', table='providers_auditwaiting', when='BEFORE')),
        ),
    ]
