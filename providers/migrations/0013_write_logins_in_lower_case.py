from django.db import migrations, models
from django.db.models.functions import Lower


def write_in_lower_case(apps, schema_editor):
    people = apps.get_model("providers", "User").objects.all()
    people.exclude(email=Lower("email")).update(email=Lower("email"))


class Migration(migrations.Migration):
    dependencies = [
        ("providers", "0012_shared_cache"),
    ]

    operations = [
        migrations.RunPython(write_in_lower_case, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name="user",
            constraint=models.CheckConstraint(
                condition=models.Q(("email", Lower("email"))),
                name="user_email_lower_case",
                violation_error_message="Write the address in small letters.",
            ),
        ),
    ]
