
import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('providers', '0016_staff_verify_credentials'),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name='exclusionmatch',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='exclusionmatch',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='exclusionmatch',
            name='delete_delete',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='licenceregister',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='licenceregister',
            name='update_update',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='licenceregister',
            name='delete_delete',
        ),
        migrations.AddField(
            model_name='exclusion',
            name='keys',
            field=django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=130), blank=True, default=list, size=None),
        ),
        migrations.AddField(
            model_name='exclusionmatch',
            name='endorsed_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='exclusionmatch',
            name='endorsed_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='exclusionmatchevent',
            name='endorsed_at',
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name='exclusionmatchevent',
            name='endorsed_by',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='licenceregister',
            name='loaded_digest',
            field=models.CharField(blank=True, editable=False, max_length=64),
        ),
        migrations.AddField(
            model_name='licenceregisterevent',
            name='loaded_digest',
            field=models.CharField(blank=True, editable=False, max_length=64),
        ),
        migrations.AddIndex(
            model_name='exclusion',
            index=django.contrib.postgres.indexes.GinIndex(fields=['keys'], name='exclusion_keys'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='exclusionmatch',
            trigger=pgtrigger.compiler.Trigger(name='exclusion_match_life', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE _is_valid_transition BOOLEAN;', func='SELECT CONCAT(OLD."state", \':\', NEW."state") = ANY(\'{open:confirmed,open:cleared,open:ended,confirmed:cleared,confirmed:ended,cleared:open,ended:open}\'::text[]) INTO _is_valid_transition; IF (_is_valid_transition IS FALSE AND OLD."state" IS DISTINCT FROM NEW."state") THEN RAISE EXCEPTION \'pgtrigger: Invalid transition of field "state" from "%" to "%" on table %\', OLD."state", NEW."state", TG_TABLE_NAME; ELSE RETURN NEW; END IF;', hash='2ad99492394426710c89274979f58efcbf13d464', operation='UPDATE', pgid='pgtrigger_exclusion_match_life_09b19', table='providers_exclusionmatch', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='exclusionmatch',
            trigger=pgtrigger.compiler.Trigger(name='confirmed_takes_two_to_clear', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NEW."state" = \'cleared\' AND OLD."state" = \'confirmed\' AND (NEW."endorsed_by_id" IS NULL OR NEW."endorsed_by_id" = (NEW."decided_by_id")))', func="RAISE EXCEPTION 'pgtrigger: Cannot update rows from % table', TG_TABLE_NAME;", hash='75ab77022e86d38ee94c0513cc581a1151a22f33', operation='UPDATE', pgid='pgtrigger_confirmed_takes_two_to_clear_b0bae', table='providers_exclusionmatch', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='exclusionmatch',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "providers_exclusionmatchevent" ("decided_at", "decided_by_id", "endorsed_at", "endorsed_by_id", "exclusion_id", "found_at", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "practitioner_id", "provider_id", "reason", "state", "strength") VALUES (NEW."decided_at", NEW."decided_by_id", NEW."endorsed_at", NEW."endorsed_by_id", NEW."exclusion_id", NEW."found_at", NEW."id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."practitioner_id", NEW."provider_id", NEW."reason", NEW."state", NEW."strength"); RETURN NULL;', hash='8aa22b14437c70e7dc9281e95b2387620b298269', operation='INSERT', pgid='pgtrigger_insert_insert_ba178', table='providers_exclusionmatch', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='exclusionmatch',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "providers_exclusionmatchevent" ("decided_at", "decided_by_id", "endorsed_at", "endorsed_by_id", "exclusion_id", "found_at", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "practitioner_id", "provider_id", "reason", "state", "strength") VALUES (NEW."decided_at", NEW."decided_by_id", NEW."endorsed_at", NEW."endorsed_by_id", NEW."exclusion_id", NEW."found_at", NEW."id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."practitioner_id", NEW."provider_id", NEW."reason", NEW."state", NEW."strength"); RETURN NULL;', hash='8442c8c266ff185ec49855834b0b15873db8b0c6', operation='UPDATE', pgid='pgtrigger_update_update_9f03f', table='providers_exclusionmatch', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='exclusionmatch',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "providers_exclusionmatchevent" ("decided_at", "decided_by_id", "endorsed_at", "endorsed_by_id", "exclusion_id", "found_at", "id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "practitioner_id", "provider_id", "reason", "state", "strength") VALUES (OLD."decided_at", OLD."decided_by_id", OLD."endorsed_at", OLD."endorsed_by_id", OLD."exclusion_id", OLD."found_at", OLD."id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."practitioner_id", OLD."provider_id", OLD."reason", OLD."state", OLD."strength"); RETURN NULL;', hash='fd4470d4312d3d622852b0716d3fb537e5e0f434', operation='DELETE', pgid='pgtrigger_delete_delete_685b4', table='providers_exclusionmatch', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='licenceregister',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "providers_licenceregisterevent" ("board", "changed_by_id", "id", "loaded_digest", "name", "note", "opened_on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "state", "url") VALUES (NEW."board", NEW."changed_by_id", NEW."id", NEW."loaded_digest", NEW."name", NEW."note", NEW."opened_on", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."state", NEW."url"); RETURN NULL;', hash='b28b492348ab32128ed92f96a7b5e652673880be', operation='INSERT', pgid='pgtrigger_insert_insert_ea706', table='providers_licenceregister', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='licenceregister',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "providers_licenceregisterevent" ("board", "changed_by_id", "id", "loaded_digest", "name", "note", "opened_on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "state", "url") VALUES (NEW."board", NEW."changed_by_id", NEW."id", NEW."loaded_digest", NEW."name", NEW."note", NEW."opened_on", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."state", NEW."url"); RETURN NULL;', hash='cd605c2e36cc5e676cf261fb0bd8c982d9b94020', operation='UPDATE', pgid='pgtrigger_update_update_0c8e0', table='providers_licenceregister', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='licenceregister',
            trigger=pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "providers_licenceregisterevent" ("board", "changed_by_id", "id", "loaded_digest", "name", "note", "opened_on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "state", "url") VALUES (OLD."board", OLD."changed_by_id", OLD."id", OLD."loaded_digest", OLD."name", OLD."note", OLD."opened_on", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."state", OLD."url"); RETURN NULL;', hash='08a7980678d2550820cc5bad85ec98752ca96f09', operation='DELETE', pgid='pgtrigger_delete_delete_6029a', table='providers_licenceregister', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='exclusionmatch',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('endorsed_at__isnull', True), ('endorsed_by__isnull', True)), models.Q(('endorsed_at__isnull', False), ('endorsed_by__isnull', False)), _connector='OR'), name='exclusionmatch_endorsed_by_somebody', violation_error_message='Who endorsed it and when belong together.'),
        ),
        migrations.AddConstraint(
            model_name='exclusionmatch',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'cleared'), ('strength', 'npi'), _negated=True), models.Q(('endorsed_by__isnull', False), models.Q(('endorsed_by', models.F('decided_by')), _negated=True)), _connector='OR'), name='exclusionmatch_npi_takes_two_to_clear', violation_error_message='The same NPI is cleared by two people.'),
        ),
    ]
