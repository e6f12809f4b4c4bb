//! Manifests: which names lead to which workloads, by every way in which Kubernetes lets one be told.

use super::{Checked, Files, checked};
use archlint::import::Format;
use archlint::source::NoLoader;

/// A workload with its Service, and more in its pod.
fn workload(kind: &str, name: &str, image: &str, pod: &str) -> String {
    format!(
        "apiVersion: apps/v1
kind: {kind}
metadata: {{name: {name}}}
spec:
  selector: {{matchLabels: {{app: {name}}}}}
  template:
    metadata: {{labels: {{app: {name}}}}}
    spec:
      containers:
        - name: main
          image: {image}
{pod}---
apiVersion: v1
kind: Service
metadata: {{name: {name}}}
spec: {{selector: {{app: {name}}}, ports: [{{port: 80}}]}}
---
"
    )
}

fn api(pod: &str) -> String {
    workload("Deployment", "api", "shop/api:1", pod)
}

fn orders() -> String {
    workload("StatefulSet", "orders", "mysql:8", "")
}

fn read(text: &str) -> Checked {
    let one = checked("k/all.yaml", text, Format::Kubernetes, &NoLoader);
    one.whole();
    one
}

/// The connections, without what is stated of them.
fn links(one: &Checked) -> Vec<String> {
    let bare = |line: &str| line.split(['{', '/']).next().unwrap_or_default().trim().to_owned();
    let is_link = |line: &&str| [" -> ", " ~> ", " => "].iter().any(|arrow| line.contains(arrow));
    one.arch.lines().filter(is_link).map(bare).collect()
}

#[track_caller]
fn leads(pod: &str, expected: &[&str]) {
    let one = read(&format!("{}{}", api(pod), orders()));
    assert_eq!(links(&one), expected, "{pod}\n{}", one.arch);
}

#[test]
fn variables_are_put_into_values_and_commands() {
    let env = "          env:\n";
    let host = "            - {name: DB_HOST, value: orders}\n";
    let to_orders = ["api -> orders"];
    leads(&format!("{env}{host}"), &to_orders);
    let url = "            - {name: STORE, value: 'mysql://$(WHERE):3306/x'}\n";
    leads(&format!("{env}            - {{name: WHERE, value: orders}}\n{url}"), &to_orders);
    leads(&format!("{env}{url}"), &[]);
    // What the cluster tells each container.
    let linked = "            - {name: STORE, value: 'mysql://$(ORDERS_SERVICE_HOST):$(ORDERS_SERVICE_PORT)'}\n";
    leads(&format!("{env}{linked}"), &to_orders);
    let args = "          args: ['--store-host=$(WHERE)']\n";
    leads(&format!("{env}            - {{name: WHERE, value: orders}}\n{args}"), &to_orders);
    leads("          args: ['--name=orders']\n", &[]);
    leads("          args: ['--db-host', 'orders']\n", &to_orders);
    leads("          args: ['--db-name', 'orders']\n", &[]);
}

#[test]
fn whom_a_pod_waits_for_it_will_ask() {
    let init = |command: &str| {
        format!(
            "      initContainers:\n        - name: wait\n          image: busybox\n          command: {command}\n"
        )
    };
    leads(&init("['sh', '-c', 'until nc -z orders 3306; do sleep 2; done']"), &["api -> orders"]);
    leads(&init("['sh', '-c', 'until nslookup orders; do sleep 2; done']"), &["api -> orders"]);
    leads(&init("['wait-for', 'orders:3306']"), &["api -> orders"]);
    leads(&init("['sh', '-c', 'echo orders']"), &[]);
    // By a variable of its own.
    let told = "      initContainers:\n        - name: wait\n          image: busybox\n          env: [{name: STORE, value: orders}]\n          command: ['sh', '-c', 'nc -z $STORE 3306']\n";
    leads(told, &["api -> orders"]);
}

#[test]
fn a_workload_without_a_service_in_the_files_is_known_by_its_name() {
    let alone = orders().split("---").next().unwrap_or_default().to_owned();
    for (host, is_known) in [
        ("orders", true),
        ("orders-0.orders-headless", true),
        ("orders-x", false),
        ("orders.data", false),
    ] {
        let env = format!("          env: [{{name: DB_HOST, value: {host}}}]\n");
        let one = read(&format!("{}{alone}", api(&env)));
        assert_eq!(links(&one), if is_known { &["api -> orders"][..] } else { &[] }, "{host}");
    }
}

#[test]
fn files_in_a_config_map_name_hosts_line_by_line() {
    let mount = "          volumeMounts: [{name: conf, mountPath: /conf}]\n      volumes: [{name: conf, SOURCE}]\n";
    let map = "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: settings}\ndata:\n  application.yml: |\n    datasource:\n      host: orders\n      database: events\n---\n";
    for source in
        ["configMap: {name: settings}", "projected: {sources: [{configMap: {name: settings}}]}"]
    {
        let pod = mount.replace("SOURCE", source);
        let one = read(&format!("{}{}{map}", api(&pod), orders()));
        assert_eq!(links(&one), ["api -> orders"], "{source}\n{}", one.arch);
    }
    let unmounted = mount.replace("name: conf, mountPath", "name: other, mountPath");
    let pod = unmounted.replace("SOURCE", "configMap: {name: settings}");
    let one = read(&format!("{}{}{map}", api(&pod), orders()));
    assert_eq!(links(&one), [""; 0], "{}", one.arch);
}

const PASSWORD: &str =
    "          env: [{name: DB_PASSWORD, valueFrom: {secretKeyRef: {name: db, key: password}}}]\n";

#[test]
fn who_has_the_password_of_one_store_asks_it() {
    let store = |name: &str| workload("StatefulSet", name, "mysql:8", PASSWORD);
    let one = read(&format!("{}{}", api(PASSWORD), store("orders")));
    assert_eq!(links(&one), ["api -> orders"], "{}", one.arch);
    let two = read(&format!("{}{}{}", api(PASSWORD), store("orders"), store("users")));
    assert_eq!(links(&two), [""; 0], "{}", two.arch);
    let other = PASSWORD.replace("key: password", "key: token");
    let one = read(&format!("{}{}", api(&other), store("orders")));
    assert_eq!(links(&one), [""; 0], "{}", one.arch);
}

#[test]
fn an_operator_calls_its_secrets_after_the_store() {
    let store = "apiVersion: postgresql.cnpg.io/v1\nkind: Cluster\nmetadata: {name: orders}\nspec: {instances: 3}\n---\n";
    for (secret, is_of_it) in [("orders-app", true), ("order-app", false), ("orders", false)] {
        let env = format!(
            "          env: [{{name: DSN, valueFrom: {{secretKeyRef: {{name: {secret}, key: uri}}}}}}]\n"
        );
        let one = read(&format!("{}{store}", api(&env)));
        assert_eq!(links(&one), if is_of_it { &["api -> orders"][..] } else { &[] }, "{secret}");
    }
    let whole = "          envFrom: [{secretRef: {name: orders-app}}]\n";
    assert_eq!(links(&read(&format!("{}{store}", api(whole)))), ["api -> orders"]);
}

#[test]
fn routes_lead_through_their_gateway_across_namespaces() {
    let moved = api("").replace("metadata: {name: api}", "metadata: {name: api, namespace: shop}");
    let route = |kind: &str, group: &str, spec: &str| {
        format!(
            "{moved}apiVersion: {group}\nkind: {kind}\nmetadata: {{name: r}}\nspec: {spec}\n---\n"
        )
    };
    let gateway = "apiVersion: gateway.networking.k8s.io/v1\nkind: Gateway\nmetadata: {name: door}\nspec: {gatewayClassName: gke-l7-global-external-managed, listeners: [{protocol: HTTPS, tls: {mode: Terminate}}]}\n---\n";
    let http = |backend: &str| {
        let spec =
            format!("{{parentRefs: [{{name: door}}], rules: [{{backendRefs: [{backend}]}}]}}");
        format!("{}{gateway}", route("HTTPRoute", "gateway.networking.k8s.io/v1", &spec))
    };
    let one = read(&http("{name: api, namespace: shop, port: 80}"));
    assert_eq!(links(&one), ["clients -> door", "door -> api"], "{}", one.arch);
    let door = one.arch.lines().find(|line| line.contains(" door ")).unwrap_or_default();
    assert!(door.contains("cloud-load-balancing") && door.contains("tls"), "{door}");
    // A route sees its own namespace where it names none.
    assert_eq!(links(&read(&http("{name: api, port: 80}"))), [""; 0]);
    let open = route("Route", "route.openshift.io/v1", "{to: {kind: Service, name: api}}")
        .replace("{name: r}", "{name: r, namespace: shop}");
    assert_eq!(links(&read(&open)), ["clients -> router", "router -> api"]);
}

#[test]
fn a_controller_that_runs_in_the_cluster_is_the_ingress() {
    let controller = workload("Deployment", "edge", "traefik:v3", "").replace(
        "spec: {selector: {app: edge}",
        "spec: {type: LoadBalancer, selector: {app: edge}",
    );
    let ingress = "apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {name: i}\nspec: {ingressClassName: traefik, rules: [{http: {paths: [{backend: {service: {name: api, port: {number: 80}}}}]}}]}\n---\n";
    let one = read(&format!("{}{controller}{ingress}", api("")));
    let expected = ["clients -> edge-lb", "edge-lb -> edge", "edge -> api"];
    assert_eq!(links(&one), expected, "{}", one.arch);
}

#[test]
fn two_programs_of_a_pod_stand_on_one_machine_and_a_proxy_is_none() {
    let pod = "        - name: worker\n          image: 'myhub/report:1'\n          env: [{name: DB_HOST, value: orders}]\n";
    let one = read(&format!("{}{}", api(pod), orders()));
    assert_eq!(links(&one), ["api-worker -> orders"], "{}", one.arch);
    let pod = one.arch.split("host api-pod {").nth(1).and_then(|rest| rest.split('}').next());
    assert!(one.arch.contains("host api-pod") && pod.is_some(), "{}", one.arch);
    // Behind a proxy of its own stands the program.
    let behind = workload(
        "Deployment",
        "site",
        "nginx:1.27",
        "        - name: php\n          image: 'php:8-fpm'\n          env: [{name: DB_HOST, value: orders}]\n",
    );
    let one = read(&format!("{behind}{}", orders()));
    assert_eq!(links(&one), ["site -> orders"], "{}", one.arch);
    assert!(!one.arch.contains("nginx") && !one.arch.contains("host "), "{}", one.arch);
}

#[test]
fn a_clock_is_no_store_whatever_its_image() {
    let clock = "apiVersion: batch/v1\nkind: CronJob\nmetadata: {name: warm-cache}\nspec: {jobTemplate: {spec: {template: {spec: {containers: [{name: a, image: 'mysql:8', args: ['mysqldump', '-h', 'orders']}]}}}}}\n---\n";
    let one = read(&format!("{clock}{}", orders()));
    assert_eq!(links(&one), ["warm-cache -> orders"], "{}", one.arch);
    assert!(one.arch.contains("batch warm-cache"), "{}", one.arch);
}

#[test]
fn of_two_objects_of_one_name_the_last_stands_and_a_patch_is_none() {
    let second = api("").replace("  selector:", "  replicas: 4\n  selector:");
    let one = read(&format!("{}{second}", api("")));
    assert_eq!(one.arch.matches(" api ").count(), 1, "{}", one.arch);
    assert!(one.arch.contains("replicas = 4"), "{}", one.arch);
    assert!(one.said.iter().any(|found| found.message.en.contains("is defined again")));
    let patch =
        "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: api}\nspec: {replicas: 9}\n---\n";
    let one = read(&format!("{}{patch}", api("")));
    assert!(one.arch.contains("replicas = 1"), "{}", one.arch);
    assert!(one.said.iter().all(|found| !found.message.en.contains("is defined again")));
}

#[test]
fn an_autoscaler_and_a_budget_belong_to_what_they_name() {
    let more = "apiVersion: autoscaling/v2\nkind: HorizontalPodAutoscaler\nmetadata: {name: h}\nspec: {scaleTargetRef: {kind: KIND, name: api}, minReplicas: 2, maxReplicas: 6}\n---\napiVersion: policy/v1\nkind: PodDisruptionBudget\nmetadata: {name: p}\nspec: {minAvailable: 1, selector: {matchLabels: {app: api}}}\n---\n";
    let one = read(&format!("{}{}", api(""), more.replace("KIND", "Deployment")));
    assert!(one.arch.contains("autoscale = 2..6"), "{}", one.arch);
    assert!(one.arch.contains("PodDisruptionBudget minAvailable 1"), "{}", one.arch);
    let other = read(&format!("{}{}", api(""), more.replace("KIND", "StatefulSet")));
    assert!(!other.arch.contains("autoscale"), "{}", other.arch);
}

#[test]
fn kustomizations_set_names_images_and_counts() {
    let files = Files::of(&[
        (
            "k/base/all.yaml",
            &format!("{}{}", api("          env: [{name: DB_HOST, value: orders}]\n"), orders()),
        ),
        (
            "k/base/kustomization.yaml",
            "resources: [all.yaml]\nnameSuffix: -v1\nimages: [{name: mysql, newName: registry.example.com/mariadb, newTag: '11'}]\n",
        ),
        (
            "k/live/kustomization.yaml",
            "resources: [../base]\nnamePrefix: live-\nreplicas: [{name: api, count: 5}]\n",
        ),
    ]);
    let one = checked(
        "k/live/kustomization.yaml",
        &files.0["k/live/kustomization.yaml"],
        Format::Kubernetes,
        &files,
    );
    one.whole();
    assert_eq!(links(&one), ["live-api-v1 -> live-orders-v1"], "{}", one.arch);
    assert!(one.arch.contains("replicas = 5") && one.arch.contains("mariadb"), "{}", one.arch);
    // Places tell the files apart.
    assert!(one.arch.contains("base/all.yaml:"), "{}", one.arch);
}

#[test]
fn a_service_whose_addresses_are_written_by_hand_leads_outside() {
    let outside = "apiVersion: v1\nkind: Service\nmetadata: {name: legacy}\nspec: {ports: [{port: 3306}]}\n---\napiVersion: v1\nkind: Endpoints\nmetadata: {name: legacy}\nsubsets: [{addresses: [{ip: 10.0.0.9}]}]\n---\n";
    let env = "          env: [{name: DB_HOST, value: legacy}]\n";
    let one = read(&format!("{}{outside}", api(env)));
    assert_eq!(links(&one), ["api -> legacy"], "{}", one.arch);
    assert!(one.arch.contains("external legacy"), "{}", one.arch);
}

#[test]
fn a_service_of_knative_runs_what_it_leads_to() {
    let text = "apiVersion: serving.knative.dev/v1\nkind: Service\nmetadata: {name: hello}\nspec: {template: {spec: {containers: [{image: 'shop/hello:1', env: [{name: DB_HOST, value: orders}]}]}}}\n---\n";
    let one = read(&format!("{text}{}", orders()));
    assert_eq!(links(&one), ["clients -> hello", "hello -> orders"], "{}", one.arch);
    assert!(one.arch.contains("replicas = unknown"), "{}", one.arch);
}
