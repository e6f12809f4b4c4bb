//! Manifests: selectors, namespaces, configuration, counts, what is left out.

use super::{Checked, checked};
use archlint::import::Format;
use archlint::source::NoLoader;

const SHOP: &str = r#"apiVersion: apps/v1
kind: Deployment
metadata: {name: api, namespace: shop}
spec:
  selector: {matchLabels: {app: api}}
  template:
    metadata: {labels: {app: api, tier: web}}
    spec:
      containers:
        - name: api
          image: shop/api
          env:
            - {name: CACHE_HOST, value: cache}
            - {name: ORDERS_URL, value: 'postgres://orders.data.svc.cluster.local:5432/x'}
            - {name: OTHER_HOST, value: nobody}
          envFrom: [{configMapRef: {name: settings}}]
        - name: proxy
          image: envoyproxy/envoy:v1
---
apiVersion: v1
kind: ConfigMap
metadata: {name: settings, namespace: shop}
data: {QUEUE_HOST: events}
---
apiVersion: v1
kind: Service
metadata: {name: api, namespace: shop}
spec: {type: LoadBalancer, selector: {app: api, tier: web}}
---
apiVersion: v1
kind: Service
metadata: {name: wrong, namespace: shop}
spec: {selector: {app: api, tier: none}}
---
apiVersion: autoscaling/v2
kind: HorizontalPodAutoscaler
metadata: {name: api, namespace: shop}
spec: {scaleTargetRef: {kind: Deployment, name: api}, minReplicas: 3, maxReplicas: 9}
---
apiVersion: v1
kind: Service
metadata: {name: cache, namespace: shop}
spec: {selector: {app: cache}}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: cache, namespace: shop}
spec:
  selector: {matchLabels: {app: cache}}
  template:
    metadata: {labels: {app: cache}}
    spec:
      containers: [{name: redis, image: 'redis:7', volumeMounts: [{name: d, mountPath: /data}]}]
      volumes: [{name: d, emptyDir: {}}]
---
apiVersion: v1
kind: Service
metadata: {name: events, namespace: shop}
spec: {selector: {app: events}}
---
apiVersion: apps/v1
kind: StatefulSet
metadata: {name: events, namespace: shop}
spec:
  replicas: 3
  serviceName: events
  selector: {matchLabels: {app: events}}
  template:
    metadata: {labels: {app: events}}
    spec: {containers: [{name: kafka, image: 'apache/kafka:3.9.0'}]}
  volumeClaimTemplates: [{metadata: {name: data}}]
---
apiVersion: v1
kind: Service
metadata: {name: orders, namespace: data}
spec: {selector: {app: orders}}
---
apiVersion: apps/v1
kind: StatefulSet
metadata: {name: orders, namespace: data}
spec:
  selector: {matchLabels: {app: orders}}
  template:
    metadata: {labels: {app: orders}}
    spec: {containers: [{name: pg, image: 'postgres:16', volumeMounts: [{name: data, mountPath: /var/lib/postgresql/data}]}]}
  volumeClaimTemplates: [{metadata: {name: data}}]
---
apiVersion: batch/v1
kind: Job
metadata: {name: migrate, namespace: shop}
spec: {template: {spec: {containers: [{name: m, image: shop/api}]}}}
---
apiVersion: batch/v1
kind: CronJob
metadata: {name: nightly, namespace: shop}
spec: {schedule: '0 0 * * *', jobTemplate: {spec: {template: {spec: {containers: [{name: n, image: shop/batch, env: [{name: DB_HOST, value: orders.data}]}]}}}}}
---
apiVersion: apps/v1
kind: DaemonSet
metadata: {name: agent, namespace: shop}
spec: {template: {spec: {containers: [{name: a, image: fluent/fluent-bit}]}}}
"#;

const WRITTEN: &str = "\
// From shop.yaml (Kubernetes)
design \"shop\" as-is

user clients  // :27

lb api-lb { managed }  // :28
group ns-data \"data\" {
  postgres orders { replicas = 1, persistence }  // :80
}
group ns-shop \"shop\" {
  was        api     { autoscale = 3..9, replicas = 3, health-check = off, deploy = rolling, surge }  // :3
  batch      nightly { replicas = 1 }  // :95
  redis      cache   { replicas = 1, persistence = off }  // :47
  kafka      events  { replicas = 3, persistence = off }  // :63
  fluent-bit agent   { replicas = unknown }  // :100
}

clients -> api-lb  // :27 LoadBalancer
api-lb -> api { balanced }  // :28 api
api -> cache  // :13 CACHE_HOST
api -> orders  // :14 ORDERS_URL
api ~> events  // :23 QUEUE_HOST
nightly -> orders  // :96 DB_HOST
// Left out:
//   migrate (one-shot work) :90
";

fn written(text: &str) -> String {
    checked("shop.yaml", text, Format::Kubernetes, &NoLoader).arch
}

#[test]
fn manifests_become_a_design_that_stands_for_itself() {
    let shop = checked("shop.yaml", SHOP, Format::Kubernetes, &NoLoader);
    assert_eq!(shop.arch.replacen(" partial\n", "\n", 1), WRITTEN);
    shop.whole();
}

#[test]
fn a_service_leads_to_pods_that_have_all_its_labels_in_its_namespace() {
    let wrong = SHOP.replace("tier: web}}\n---", "tier: other}}\n---");
    assert!(!written(&wrong).contains("api-lb"), "{}", written(&wrong));
    let elsewhere = SHOP.replace("value: cache}", "value: cache.data}");
    assert!(!written(&elsewhere).contains("-> cache"), "{}", written(&elsewhere));
    let named = SHOP.replace("value: cache}", "value: cache.shop.svc}");
    assert!(written(&named).contains("api -> cache"), "{}", written(&named));
}

#[test]
fn an_autoscaler_goes_before_the_stated_replicas_only_as_a_range() {
    let stated = SHOP.replace(
        "  selector: {matchLabels: {app: api}}",
        "  replicas: 5\n  selector: {matchLabels: {app: api}}",
    );
    assert!(written(&stated).contains("autoscale = 3..9"), "{}", written(&stated));
    let alone = SHOP.replace("kind: HorizontalPodAutoscaler", "kind: Nothing");
    assert!(written(&alone).contains("was        api     { replicas = 1"), "{}", written(&alone));
}

#[test]
fn a_config_map_of_two_workloads_as_a_whole_gives_no_connection() {
    let shared = SHOP.replace(
        "image: shop/batch,",
        "image: shop/batch, envFrom: [{configMapRef: {name: settings}}],",
    );
    let one = checked("shop.yaml", &shared, Format::Kubernetes, &NoLoader);
    assert!(!one.arch.contains("~> events"), "{}", one.arch);
    assert!(one.said.iter().any(|found| found.rule == "guessed"), "{:?}", one.said);
}

#[test]
fn what_is_absent_is_stated_only_where_kubernetes_defines_it() {
    let text = written(SHOP);
    for unsaid in ["backup", "tls", "encryption", "zone", "restart"] {
        assert!(!text.contains(unsaid), "{unsaid}: {text}");
    }
    let probed = SHOP.replace(
        "image: shop/api\n          env:",
        "image: shop/api\n          readinessProbe: {httpGet: {path: /, port: 80}}\n          env:",
    );
    assert!(!written(&probed).contains("health-check = off"), "{}", written(&probed));
    let kept = SHOP.replace("emptyDir: {}", "persistentVolumeClaim: {claimName: c}");
    assert!(written(&kept).contains("redis      cache   { replicas = 1, persistence }"));
}

/// A store with its volume, settings and the kind of its Service.
fn store(image: &str, env: &str, path: &str, service: &str) -> Checked {
    let text = format!(
        "apiVersion: apps/v1
kind: StatefulSet
metadata: {{name: store}}
spec:
  selector: {{matchLabels: {{app: store}}}}
  template:
    metadata: {{labels: {{app: store}}}}
    spec:
      containers:
        - name: store
          image: {image}
          env: [{env}]
          volumeMounts: [{{name: data, mountPath: {path}}}]
      volumes: [{{name: data, persistentVolumeClaim: {{claimName: c}}}}]
---
apiVersion: v1
kind: Service
metadata: {{name: store}}
spec:
  type: {service}
  selector: {{app: store}}
  ports: [{{port: 1}}]
"
    );
    checked("store.yaml", &text, Format::Kubernetes, &NoLoader)
}

#[test]
fn data_are_kept_where_the_store_was_told_to_keep_them() {
    let told = "{name: KAFKA_LOG_DIRS, value: /elsewhere/logs}";
    let kept = |env, path| store("apache/kafka:3.9", env, path, "ClusterIP").arch;
    assert!(kept(told, "/elsewhere").contains("persistence }"), "{}", kept(told, "/elsewhere"));
    assert!(kept("", "/tmp/kraft-combined-logs").contains("persistence }"));
    // A claim under a path that nobody knows is no proof that the data are lost.
    assert!(kept("", "/elsewhere").contains("persistence = unknown"), "{}", kept("", "/elsewhere"));
}

#[test]
fn a_store_at_a_port_of_every_node_is_public() {
    let open = store("postgres:16", "", "/var/lib/postgresql/data", "NodePort");
    assert!(open.findings.iter().any(|found| found.rule == "public-data-store"), "{}", open.arch);
    let inner = store("postgres:16", "", "/var/lib/postgresql/data", "ClusterIP");
    assert!(inner.findings.iter().all(|found| found.rule != "public-data-store"));
}

#[test]
fn a_secret_in_clear_is_not_hidden_by_one_that_is_referred_to() {
    let text = SHOP.replace(
        "image: shop/batch,",
        "image: shop/batch, env: [{name: SECRET_KEY_BASE, value: 3f9b7c2d1e8a4f60}, {name: PW, valueFrom: {secretKeyRef: {name: s, key: k}}}],",
    );
    assert!(written(&text).contains("secrets = plain"), "{}", written(&text));
}

#[test]
fn a_registry_of_schemas_is_a_part_of_the_system() {
    let text = SHOP.replace("image: shop/batch,", "image: confluentinc/cp-schema-registry:7,");
    assert!(!written(&text).contains("pipeline"), "{}", written(&text));
}

const POLICY: &str = r#"apiVersion: apps/v1
kind: Deployment
metadata: {name: api, namespace: shop}
spec:
  selector: {matchLabels: {app: api}}
  template:
    metadata: {labels: {app: api}}
    spec: {containers: [{name: api, image: shop/api, envFrom: [{secretRef: {name: s}}]}]}
---
apiVersion: apps/v1
kind: StatefulSet
metadata: {name: store, namespace: shop}
spec:
  selector: {matchLabels: {app: store}}
  template:
    metadata: {labels: {app: store}}
    spec: {containers: [{name: db, image: 'ghcr.io/documentdb/documentdb:1', args: ['--username', 'u', '--password', 'hunter2']}]}
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: in, namespace: shop}
spec:
  podSelector: {matchLabels: {app: store}}
  ingress: [{from: [{podSelector: {matchLabels: {app: api}}}]}]
---
apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata: {name: all, namespace: shop}
spec:
  podSelector: {matchLabels: {app: api}}
  ingress: [{from: [{podSelector: {}}]}]
"#;

#[test]
fn a_policy_that_admits_one_workload_tells_who_calls() {
    let one = checked("k.yaml", POLICY, Format::Kubernetes, &NoLoader);
    one.whole();
    let arch = one.arch.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(arch.contains("api -> store"), "{}", one.arch);
    assert!(!arch.contains("store -> api"), "{}", one.arch);
    // A store that mounts nothing keeps nothing, and its password stands in the arguments.
    assert!(arch.contains("persistence = off"), "{}", one.arch);
    assert!(arch.contains("secrets = plain") && !arch.contains("hunter2"), "{}", one.arch);
}

#[test]
fn a_kustomization_is_known_by_its_name() {
    use archlint::import::{Recognised, recognise};
    let text = "resources:\n- web.yml\n";
    for name in ["k/kustomization.yml", "kustomization.yaml", "k/Kustomization"] {
        assert_eq!(recognise(name, text), Recognised::Foreign(Format::Kubernetes), "{name}");
    }
}
