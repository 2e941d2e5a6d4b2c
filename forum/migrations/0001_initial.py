import django.db.models.deletion
import django.db.models.functions.text
import django.utils.timezone
import oauth2_provider.generators
import oauth2_provider.models
import pgtrigger.compiler
import uuid_utils.compat
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
        ('pghistory', '0007_auto_20250421_0444'),
    ]

    operations = [
        migrations.RunSQL(
            "CREATE TYPE uuidrange AS RANGE (subtype = uuid)",
            reverse_sql="DROP TYPE uuidrange",
        ),
        migrations.CreateModel(
            name='Organisation',
            fields=[
                ('id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('modified_at', models.DateTimeField(db_index=True, default=django.utils.timezone.now, editable=False)),
                ('code', models.SlugField(max_length=40, unique=True)),
                ('name', models.CharField(max_length=200)),
                ('kind', models.CharField(default='other', max_length=24)),
                ('organisation_number', models.CharField(blank=True, max_length=11, null=True, unique=True)),
                ('county_code', models.CharField(blank=True, max_length=2)),
                ('mail_domains', models.JSONField(blank=True, default=list)),
                ('contact_address', models.EmailField(blank=True, max_length=254)),
                ('postal_address', models.CharField(blank=True, max_length=300)),
                ('is_host', models.BooleanField(default=False)),
            ],
            options={
                'ordering': ['name'],
                'abstract': False,
                'constraints': [models.UniqueConstraint(condition=models.Q(('is_host', True)), fields=('is_host',), name='one_host_organisation')],
                'triggers': [pgtrigger.compiler.Trigger(name='raise_version', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='NEW.version = OLD.version + 1; NEW.modified_at = clock_timestamp(); RETURN NEW;', hash='4308f85a09ad713f9ac8d709afd6084a6d54e7fc', operation='UPDATE', pgid='pgtrigger_raise_version_6fee6', table='forum_organisation', when='BEFORE')), pgtrigger.compiler.Trigger(name='write_change', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF TG_OP = 'UPDATE' AND OLD IS NOT DISTINCT FROM NEW THEN RETURN NULL; END IF;\n            INSERT INTO forum_change (kind, object_id, op, xid, at)\n            VALUES ('organisations', COALESCE(NEW.id, OLD.id), lower(TG_OP),\n                    pg_current_xact_id()::text::bigint, clock_timestamp());\n            RETURN NULL;\n        ", hash='bfb52c8d72453a33065d3d8f471bbe0b86cb6f74', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_write_change_fc651', table='forum_organisation', when='AFTER')), pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "forum_organisationevent" ("code", "contact_address", "county_code", "created_at", "id", "is_host", "kind", "mail_domains", "modified_at", "name", "organisation_number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "postal_address", "version") VALUES (NEW."code", NEW."contact_address", NEW."county_code", NEW."created_at", NEW."id", NEW."is_host", NEW."kind", NEW."mail_domains", NEW."modified_at", NEW."name", NEW."organisation_number", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."postal_address", NEW."version"); RETURN NULL;', hash='87ed0f2e5411c1020ae986275e4b9d71f37f6697', operation='INSERT', pgid='pgtrigger_insert_insert_1a301', table='forum_organisation', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "forum_organisationevent" ("code", "contact_address", "county_code", "created_at", "id", "is_host", "kind", "mail_domains", "modified_at", "name", "organisation_number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "postal_address", "version") VALUES (NEW."code", NEW."contact_address", NEW."county_code", NEW."created_at", NEW."id", NEW."is_host", NEW."kind", NEW."mail_domains", NEW."modified_at", NEW."name", NEW."organisation_number", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."postal_address", NEW."version"); RETURN NULL;', hash='92c79b2d793e1b9db276784fc6dbf6ca9cf14b4d', operation='UPDATE', pgid='pgtrigger_update_update_b6d6f', table='forum_organisation', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "forum_organisationevent" ("code", "contact_address", "county_code", "created_at", "id", "is_host", "kind", "mail_domains", "modified_at", "name", "organisation_number", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "postal_address", "version") VALUES (OLD."code", OLD."contact_address", OLD."county_code", OLD."created_at", OLD."id", OLD."is_host", OLD."kind", OLD."mail_domains", OLD."modified_at", OLD."name", OLD."organisation_number", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."postal_address", OLD."version"); RETURN NULL;', hash='0cda42e960d495285336b1c24807c42da91fcc6b', operation='DELETE', pgid='pgtrigger_delete_delete_35ca4', table='forum_organisation', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='Unit',
            fields=[
                ('id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('modified_at', models.DateTimeField(db_index=True, default=django.utils.timezone.now, editable=False)),
                ('name', models.CharField(max_length=200)),
                ('kind', models.CharField(default='department', max_length=24)),
                ('contact_address', models.EmailField(blank=True, max_length=254)),
                ('archived_at', models.DateTimeField(blank=True, null=True)),
                ('organisation', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='units', to='forum.organisation')),
            ],
            options={
                'ordering': ['name'],
                'abstract': False,
                'constraints': [models.UniqueConstraint(models.F('organisation'), django.db.models.functions.text.Lower('name'), name='unit_name_once')],
                'triggers': [pgtrigger.compiler.Trigger(name='raise_version', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='NEW.version = OLD.version + 1; NEW.modified_at = clock_timestamp(); RETURN NEW;', hash='472d4781bbd06bc0495bb4de3fb79ec4d6bcfa88', operation='UPDATE', pgid='pgtrigger_raise_version_9fe92', table='forum_unit', when='BEFORE')), pgtrigger.compiler.Trigger(name='write_change', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF TG_OP = 'UPDATE' AND OLD IS NOT DISTINCT FROM NEW THEN RETURN NULL; END IF;\n            INSERT INTO forum_change (kind, object_id, op, xid, at)\n            VALUES ('units', COALESCE(NEW.id, OLD.id), lower(TG_OP),\n                    pg_current_xact_id()::text::bigint, clock_timestamp());\n            RETURN NULL;\n        ", hash='545d90fffaf76b1626eddc5bc168e0a9b852c461', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_write_change_0573e', table='forum_unit', when='AFTER')), pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "forum_unitevent" ("archived_at", "contact_address", "created_at", "id", "kind", "modified_at", "name", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "version") VALUES (NEW."archived_at", NEW."contact_address", NEW."created_at", NEW."id", NEW."kind", NEW."modified_at", NEW."name", NEW."organisation_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."version"); RETURN NULL;', hash='ef3f0c8e0078995ad16c991b84a7e812f5849067', operation='INSERT', pgid='pgtrigger_insert_insert_c0d9b', table='forum_unit', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD.* IS DISTINCT FROM NEW.*)', func='INSERT INTO "forum_unitevent" ("archived_at", "contact_address", "created_at", "id", "kind", "modified_at", "name", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "version") VALUES (NEW."archived_at", NEW."contact_address", NEW."created_at", NEW."id", NEW."kind", NEW."modified_at", NEW."name", NEW."organisation_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."version"); RETURN NULL;', hash='551315a4a8396a987f8f240fb8e8a318d4e59455', operation='UPDATE', pgid='pgtrigger_update_update_92d89', table='forum_unit', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "forum_unitevent" ("archived_at", "contact_address", "created_at", "id", "kind", "modified_at", "name", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "version") VALUES (OLD."archived_at", OLD."contact_address", OLD."created_at", OLD."id", OLD."kind", OLD."modified_at", OLD."name", OLD."organisation_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."version"); RETURN NULL;', hash='18672b0cc07c47dd62d0902e1db7eb0ae128330a', operation='DELETE', pgid='pgtrigger_delete_delete_78fd5', table='forum_unit', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='Person',
            fields=[
                ('id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False)),
                ('version', models.PositiveIntegerField(default=1, editable=False)),
                ('created_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('modified_at', models.DateTimeField(db_index=True, default=django.utils.timezone.now, editable=False)),
                ('password', models.CharField(max_length=128, verbose_name='password')),
                ('last_login', models.DateTimeField(blank=True, null=True, verbose_name='last login')),
                ('is_superuser', models.BooleanField(default=False, help_text='Designates that this user has all permissions without explicitly assigning them.', verbose_name='superuser status')),
                ('email', models.EmailField(blank=True, max_length=254, null=True, unique=True)),
                ('name', models.CharField(max_length=200)),
                ('title', models.CharField(blank=True, max_length=200)),
                ('postal_address', models.CharField(blank=True, max_length=300)),
                ('language', models.CharField(default='sv', max_length=2)),
                ('protected', models.BooleanField(default=False)),
                ('is_active', models.BooleanField(default=True)),
                ('is_staff', models.BooleanField(default=False)),
                ('is_administrator', models.BooleanField(default=False)),
                ('groups', models.ManyToManyField(blank=True, help_text='The groups this user belongs to. A user will get all permissions granted to each of their groups.', related_name='user_set', related_query_name='user', to='auth.group', verbose_name='groups')),
                ('merged_into', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('user_permissions', models.ManyToManyField(blank=True, help_text='Specific permissions for this user.', related_name='user_set', related_query_name='user', to='auth.permission', verbose_name='user permissions')),
                ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='people', to='forum.organisation')),
                ('unit', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='people', to='forum.unit')),
            ],
            options={
                'verbose_name_plural': 'people',
                'ordering': ['name'],
                'abstract': False,
                'constraints': [models.CheckConstraint(condition=models.Q(('email', django.db.models.functions.text.Lower(models.F('email')))), name='email_in_lower_case')],
                'triggers': [pgtrigger.compiler.Trigger(name='raise_version', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."email" IS DISTINCT FROM (NEW."email") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."is_active" IS DISTINCT FROM (NEW."is_active") OR OLD."is_administrator" IS DISTINCT FROM (NEW."is_administrator") OR OLD."is_staff" IS DISTINCT FROM (NEW."is_staff") OR OLD."is_superuser" IS DISTINCT FROM (NEW."is_superuser") OR OLD."language" IS DISTINCT FROM (NEW."language") OR OLD."merged_into_id" IS DISTINCT FROM (NEW."merged_into_id") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."organisation_id" IS DISTINCT FROM (NEW."organisation_id") OR OLD."postal_address" IS DISTINCT FROM (NEW."postal_address") OR OLD."protected" IS DISTINCT FROM (NEW."protected") OR OLD."title" IS DISTINCT FROM (NEW."title") OR OLD."unit_id" IS DISTINCT FROM (NEW."unit_id"))', func='NEW.version = OLD.version + 1; NEW.modified_at = clock_timestamp(); RETURN NEW;', hash='728b25aebb31d61a9c70c8e22833e693665862b0', operation='UPDATE', pgid='pgtrigger_raise_version_701df', table='forum_person', when='BEFORE')), pgtrigger.compiler.Trigger(name='write_change', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n            IF TG_OP = 'UPDATE' AND OLD IS NOT DISTINCT FROM NEW THEN RETURN NULL; END IF;\n            INSERT INTO forum_change (kind, object_id, op, xid, at)\n            VALUES ('people', COALESCE(NEW.id, OLD.id), lower(TG_OP),\n                    pg_current_xact_id()::text::bigint, clock_timestamp());\n            RETURN NULL;\n        ", hash='9847c6f29c1bbfe7d4e7b2014f277fadefb904d9', operation='INSERT OR UPDATE OR DELETE', pgid='pgtrigger_write_change_db81f', table='forum_person', when='AFTER')), pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "forum_personevent" ("created_at", "email", "id", "is_active", "is_administrator", "is_staff", "is_superuser", "language", "merged_into_id", "modified_at", "name", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "postal_address", "protected", "title", "unit_id", "version") VALUES (NEW."created_at", NEW."email", NEW."id", NEW."is_active", NEW."is_administrator", NEW."is_staff", NEW."is_superuser", NEW."language", NEW."merged_into_id", NEW."modified_at", NEW."name", NEW."organisation_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."postal_address", NEW."protected", NEW."title", NEW."unit_id", NEW."version"); RETURN NULL;', hash='861bb58eda3164c474f8b93513cc8a1f70d37585', operation='INSERT', pgid='pgtrigger_insert_insert_cb2c1', table='forum_person', when='AFTER')), pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."email" IS DISTINCT FROM (NEW."email") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."is_active" IS DISTINCT FROM (NEW."is_active") OR OLD."is_administrator" IS DISTINCT FROM (NEW."is_administrator") OR OLD."is_staff" IS DISTINCT FROM (NEW."is_staff") OR OLD."is_superuser" IS DISTINCT FROM (NEW."is_superuser") OR OLD."language" IS DISTINCT FROM (NEW."language") OR OLD."merged_into_id" IS DISTINCT FROM (NEW."merged_into_id") OR OLD."modified_at" IS DISTINCT FROM (NEW."modified_at") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."organisation_id" IS DISTINCT FROM (NEW."organisation_id") OR OLD."postal_address" IS DISTINCT FROM (NEW."postal_address") OR OLD."protected" IS DISTINCT FROM (NEW."protected") OR OLD."title" IS DISTINCT FROM (NEW."title") OR OLD."unit_id" IS DISTINCT FROM (NEW."unit_id") OR OLD."version" IS DISTINCT FROM (NEW."version"))', func='INSERT INTO "forum_personevent" ("created_at", "email", "id", "is_active", "is_administrator", "is_staff", "is_superuser", "language", "merged_into_id", "modified_at", "name", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "postal_address", "protected", "title", "unit_id", "version") VALUES (NEW."created_at", NEW."email", NEW."id", NEW."is_active", NEW."is_administrator", NEW."is_staff", NEW."is_superuser", NEW."language", NEW."merged_into_id", NEW."modified_at", NEW."name", NEW."organisation_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."postal_address", NEW."protected", NEW."title", NEW."unit_id", NEW."version"); RETURN NULL;', hash='cd4e6d6077e65802312f2a03a6eec21c31164b77', operation='UPDATE', pgid='pgtrigger_update_update_ca46e', table='forum_person', when='AFTER')), pgtrigger.compiler.Trigger(name='delete_delete', sql=pgtrigger.compiler.UpsertTriggerSql(func='INSERT INTO "forum_personevent" ("created_at", "email", "id", "is_active", "is_administrator", "is_staff", "is_superuser", "language", "merged_into_id", "modified_at", "name", "organisation_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "postal_address", "protected", "title", "unit_id", "version") VALUES (OLD."created_at", OLD."email", OLD."id", OLD."is_active", OLD."is_administrator", OLD."is_staff", OLD."is_superuser", OLD."language", OLD."merged_into_id", OLD."modified_at", OLD."name", OLD."organisation_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."postal_address", OLD."protected", OLD."title", OLD."unit_id", OLD."version"); RETURN NULL;', hash='0c2dfca36b8aaa8b67e8ca11b4fa50544d67748e', operation='DELETE', pgid='pgtrigger_delete_delete_8676c', table='forum_person', when='AFTER'))],
            },
        ),
        migrations.CreateModel(
            name='ApiClient',
            fields=[
                ('client_id', models.CharField(db_index=True, default=oauth2_provider.generators.generate_client_id, max_length=255, unique=True, verbose_name='client ID')),
                ('redirect_uris', models.TextField(blank=True, help_text='Allowed URIs list, space separated', verbose_name='redirect URIs')),
                ('post_logout_redirect_uris', models.TextField(blank=True, default='', help_text='Allowed Post Logout URIs list, space separated', verbose_name='post logout redirect URIs')),
                ('client_type', models.CharField(choices=[('confidential', 'Confidential'), ('public', 'Public')], max_length=32, verbose_name='client type')),
                ('authorization_grant_type', models.CharField(choices=[('authorization-code', 'Authorization code'), ('urn:ietf:params:oauth:grant-type:device_code', 'Device Code'), ('implicit', 'Implicit'), ('password', 'Resource owner password-based'), ('client-credentials', 'Client credentials'), ('openid-hybrid', 'OpenID connect hybrid')], max_length=44, verbose_name='authorization grant type')),
                ('client_secret', oauth2_provider.models.ClientSecretField(blank=True, db_index=True, default=oauth2_provider.generators.generate_client_secret, help_text='Client secret for authentication', max_length=255, verbose_name='client secret')),
                ('hash_client_secret', models.BooleanField(default=True, verbose_name='hash client secret')),
                ('name', models.CharField(blank=True, max_length=255, verbose_name='name')),
                ('skip_authorization', models.BooleanField(default=False, verbose_name='skip authorization')),
                ('created', models.DateTimeField(auto_now_add=True, verbose_name='created')),
                ('updated', models.DateTimeField(auto_now=True, verbose_name='updated')),
                ('algorithm', models.CharField(blank=True, choices=[('', 'No OIDC support'), ('RS256', 'RSA with SHA-2 256'), ('HS256', 'HMAC with SHA-2 256')], default='', max_length=5, verbose_name='algorithm')),
                ('allowed_origins', models.TextField(blank=True, default='', help_text='Allowed origins list to enable CORS, space separated', verbose_name='allowed origins')),
                ('registration_source', models.CharField(choices=[('manual', 'Manual'), ('dcr', 'Dynamic Client Registration'), ('cimd', 'Client ID Metadata Document')], default='manual', help_text='How this application was registered (manual, DCR per RFC 7591, or CIMD)', max_length=32, verbose_name='registration source')),
                ('cimd_expires_at', models.DateTimeField(blank=True, default=None, help_text='When the cached Client ID Metadata Document should be re-fetched', null=True, verbose_name='CIMD expires at')),
                ('id', models.UUIDField(default=uuid_utils.compat.uuid7, editable=False, primary_key=True, serialize=False)),
                ('scopes', models.JSONField(default=list)),
                ('revoked_at', models.DateTimeField(blank=True, null=True)),
                ('former_secret', models.CharField(blank=True, max_length=255)),
                ('former_secret_ends_at', models.DateTimeField(blank=True, null=True)),
                ('user', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='%(app_label)s_%(class)s', to=settings.AUTH_USER_MODEL, verbose_name='user')),
                ('organisation', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='api_clients', to='forum.organisation')),
                ('unit', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='api_clients', to='forum.unit')),
            ],
            options={
                'verbose_name_plural': 'api clients',
                'abstract': False,
            },
        ),
    ]
