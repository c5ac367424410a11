use super::{Broker, BrokerError, MessageView, State};
use crate::document::Document;
use crate::gateway::sqs::{Attribute, AttributeValue, SendMessage};
use crate::{intake, plan, spec};
use serde_json::json;
use std::collections::BTreeMap;
use std::time::Duration;

const SPEC: &str = "
name: shop
queues:
  payments:
    visibilityTimeout: 30s
    maxReceiveCount: 2
    messageRetentionPeriod: 1h
    deadLetterQueue:
      messageRetentionPeriod: 2h
  slow:
    delay: 60s
endpoints:
  /payments:
    queue: payments
  /slow:
    queue: slow
";
const FIFO: &str = "
name: shop
queues:
  orders:
    fifo: true
    visibilityTimeout: 30s
    maxReceiveCount: 1
    deadLetterQueue:
      messageRetentionPeriod: 2h
  fast:
    fifo: {throughput: high}
  theirs:
    existing: arn:aws:sqs:eu-west-1:123456789012:theirs.fifo
    fifo: true
endpoints:
  /orders: {queue: orders, group: {value: all}}
  /fast: {queue: fast, group: {value: all}, message: {layout: bare}, deduplication: content}
  /theirs: {queue: theirs, group: {value: all}}
";
const MIB: usize = 1024 * 1024;

fn broker(limit: usize) -> Broker {
    broker_of(SPEC, limit)
}

fn broker_of(spec: &str, limit: usize) -> Broker {
    let (document, mistakes) = Document::read(spec.as_bytes());
    assert!(mistakes.is_empty(), "{mistakes:?}");
    let (intake, mistakes) = intake::resolve(spec::parse(&document, true));
    assert!(mistakes.is_empty(), "{mistakes:?}");
    Broker::new(&plan::plan(&intake).unwrap(), limit)
}

fn content(body: &str) -> SendMessage {
    SendMessage {
        body: body.to_owned(),
        attributes: BTreeMap::new(),
        system_attributes: BTreeMap::new(),
        group_id: None,
        deduplication_id: None,
        delay_seconds: None,
    }
}

fn of_group(group: &str, id: Option<&str>, body: &str) -> SendMessage {
    SendMessage { group_id: Some(group.to_owned()), deduplication_id: id.map(str::to_owned), ..content(body) }
}

fn at(seconds: u64) -> Duration {
    Duration::from_secs(1_000_000 + seconds)
}

fn bodies(messages: &[MessageView]) -> Vec<&str> {
    messages.iter().map(|message| message.message.body.as_str()).collect()
}

fn counts(broker: &mut Broker, queue: &str, now: u64) -> (usize, usize, usize) {
    let queues = broker.queues(at(now));
    let view = queues.iter().find(|view| &*view.name == queue).unwrap();
    (view.visible, view.in_flight, view.delayed)
}

/// Receives one message, and returns its id and handle.
fn receive(broker: &mut Broker, queue: &str, now: u64) -> Option<(String, String)> {
    let mut received = broker.receive(queue, 1, None, at(now)).unwrap();
    received.pop().map(|received| (received.message.id.to_string(), received.receipt_handle))
}

#[test]
fn a_message_that_was_sent_is_there_as_it_was_until_it_is_deleted() {
    let mut broker = broker(MIB);
    let attribute = Attribute { data_type: "String".to_owned(), value: AttributeValue::Text("paid".to_owned()) };
    let attributes = [("event".to_owned(), attribute)].into();
    broker.send("payments", "a", SendMessage { attributes, ..content("{}") }, at(0)).unwrap();
    let (id, handle) = receive(&mut broker, "payments", 5).unwrap();
    assert_eq!(id, "a");
    let view = serde_json::to_value(broker.message("a", at(6)).unwrap()).unwrap();
    let expected = json!({
        "id": "a", "queue": "payments", "state": "inFlight", "sentAt": 1_000_000_000, "firstReceivedAt": 1_000_005_000,
        "receiveCount": 1, "visibleAt": 1_000_035_000, "deadLetteredAt": null, "expiresAt": 1_003_600_000, "size": 17,
        "body": "{}", "attributes": { "event": { "type": "String", "value": "paid" } },
        "groupId": null, "deduplicationId": null, "delaySeconds": null,
    });
    assert_eq!(view, expected);
    broker.delete(&handle, at(6)).unwrap();
    assert_eq!(broker.message("a", at(6)).unwrap_err(), BrokerError::UnknownMessage("a".to_owned()));
    assert_eq!(broker.memory().used, 0);
}

#[test]
fn a_received_message_is_hidden_until_its_visibility_timeout_ends() {
    let mut broker = broker(MIB);
    broker.send("payments", "a", content("m"), at(0)).unwrap();
    assert!(receive(&mut broker, "payments", 0).is_some());
    assert!(receive(&mut broker, "payments", 29).is_none());
    assert_eq!(counts(&mut broker, "payments", 29), (0, 1, 0));
    assert_eq!(counts(&mut broker, "payments", 30), (1, 0, 0));
    assert!(receive(&mut broker, "payments", 30).is_some());
}

#[test]
fn a_timeout_of_0_shows_a_message_at_once_but_not_twice_in_one_receive() {
    let mut broker = broker(MIB);
    for id in ["a", "b"] {
        broker.send("payments", id, content(id), at(0)).unwrap();
    }
    assert_eq!(broker.receive("payments", 10, Some(0), at(0)).unwrap().len(), 2);
    assert_eq!(counts(&mut broker, "payments", 0), (2, 0, 0));
}

#[test]
fn a_delay_hides_a_new_message_and_its_own_stands_above_the_queue() {
    let mut broker = broker(MIB);
    broker.send("slow", "queue", content("m"), at(0)).unwrap();
    broker.send("slow", "own", SendMessage { delay_seconds: Some(5), ..content("m") }, at(0)).unwrap();
    broker.send("slow", "none", SendMessage { delay_seconds: Some(0), ..content("m") }, at(0)).unwrap();
    assert_eq!(broker.message("queue", at(0)).unwrap().state, State::Delayed);
    for (now, visible) in [(0, 1), (4, 1), (5, 2), (59, 2), (60, 3)] {
        assert_eq!(counts(&mut broker, "slow", now), (visible, 0, 3 - visible), "{now}");
    }
}

#[test]
fn the_receive_that_would_be_one_too_many_moves_the_message_to_the_dead_letter_queue() {
    let mut broker = broker(MIB);
    broker.send("payments", "bad", content("bad"), at(0)).unwrap();
    broker.receive("payments", 1, None, at(0)).unwrap();
    broker.receive("payments", 1, None, at(30)).unwrap();
    assert_eq!(counts(&mut broker, "payments", 60), (1, 0, 0), "nothing moves before the third receive");
    broker.send("payments", "good", content("good"), at(60)).unwrap();
    assert_eq!(receive(&mut broker, "payments", 60).unwrap().0, "good");
    let dead = broker.message("bad", at(60)).unwrap();
    assert_eq!((&*dead.queue, dead.state, dead.receive_count), ("payments-dlq", State::Visible, 2));
    assert_eq!((dead.sent_at, dead.dead_lettered_at), (1_000_000_000, Some(1_000_060_000)));
    assert_eq!(dead.expires_at, 1_000_000_000 + 7_200_000, "its age goes with it");
}

#[test]
fn a_dead_letter_queue_gives_its_messages_to_whoever_asks_and_as_often() {
    let mut broker = broker(MIB);
    broker.send("payments-dlq", "a", content("m"), at(0)).unwrap();
    for round in 0..20 {
        assert!(receive(&mut broker, "payments-dlq", round * 30).is_some());
    }
}

#[test]
fn replay_sends_what_failed_again_as_if_it_were_new() {
    let mut broker = broker(MIB);
    for id in ["a", "b", "c"] {
        broker.send("payments-dlq", id, content(id), at(0)).unwrap();
    }
    let held = receive(&mut broker, "payments-dlq", 1).unwrap().0;
    assert_eq!(broker.replay_message(&held, at(1)).unwrap_err(), BrokerError::InFlight("a".to_owned()));
    broker.replay_message("c", at(1)).unwrap();
    assert_eq!(broker.replay("payments-dlq", at(2)).unwrap(), 1);
    let page = broker.list("payments", None, 10, at(2)).unwrap();
    assert_eq!(bodies(&page.messages), ["b", "c"]);
    assert_eq!((page.messages[0].sent_at, page.messages[0].receive_count), (1_000_002_000, 0));
    assert_eq!(counts(&mut broker, "payments-dlq", 2), (0, 1, 0));
    assert_eq!(broker.replay("payments", at(2)).unwrap_err(), BrokerError::NotADeadLetterQueue("payments".to_owned()));
    assert!(broker.replay_message("b", at(2)).is_err(), "it is not in a dead-letter queue any more");
}

#[test]
fn a_message_goes_when_its_retention_period_ends_even_in_flight() {
    let mut broker = broker(MIB);
    broker.send("payments", "a", content("m"), at(0)).unwrap();
    let (_, handle) = receive(&mut broker, "payments", 3590).unwrap();
    assert_eq!(counts(&mut broker, "payments", 3599), (0, 1, 0));
    assert_eq!(counts(&mut broker, "payments", 3600), (0, 0, 0));
    assert_eq!((broker.queues(at(3600))[0].expired, broker.memory().used), (1, 0));
    assert_eq!(broker.delete(&handle, at(3600)).unwrap_err(), BrokerError::InvalidReceiptHandle);
}

#[test]
fn a_receipt_handle_works_until_the_next_receive() {
    let mut broker = broker(MIB);
    broker.send("payments", "a.1", content("m"), at(0)).unwrap();
    let (_, first) = receive(&mut broker, "payments", 0).unwrap();
    broker.change_visibility(&first, 100, at(40)).unwrap(); // After its timeout, as AWS takes it.
    assert_eq!(counts(&mut broker, "payments", 139), (0, 1, 0));
    let (_, second) = receive(&mut broker, "payments", 140).unwrap();
    for handle in [first.as_str(), "", ".", "a.1", "a.1.x", "b.1.2", "a.1.+2"] {
        assert_eq!(broker.delete(handle, at(140)).unwrap_err(), BrokerError::InvalidReceiptHandle, "{handle}");
    }
    broker.change_visibility(&second, 0, at(141)).unwrap();
    assert_eq!(counts(&mut broker, "payments", 141), (1, 0, 0));
    let beyond = broker.change_visibility(&second, 43_200, at(141));
    assert_eq!(beyond.unwrap_err(), BrokerError::VisibilityTimeout(43_200));
    broker.delete(&second, at(142)).unwrap();
}

#[test]
fn what_does_not_fit_is_refused_and_nothing_else_goes() {
    let mut broker = broker(10_000);
    let mut stored = 0;
    let refused = loop {
        match broker.send("payments", &format!("m{stored}"), content(&"x".repeat(400)), at(0)) {
            Ok(_) => stored += 1,
            Err(error) => break error,
        }
    };
    let BrokerError::Full { needed, used, limit } = refused else { panic!("{refused:?}") };
    assert!(needed > 400 && used + needed > limit && limit == 10_000, "{needed} {used}");
    assert_eq!(counts(&mut broker, "payments", 0), (stored, 0, 0));
    // What has expired elsewhere makes room.
    broker.send("slow", "late", content(&"x".repeat(400)), at(3600)).unwrap();
    assert_eq!(broker.purge("slow", at(3600)).unwrap(), 1);
    assert_eq!(broker.memory().used, 0);
}

#[test]
fn a_list_goes_from_the_newest_to_the_oldest_in_pages_and_receives_nothing() {
    let mut broker = broker(100 * MIB);
    for number in 0..25 {
        broker.send("payments", &number.to_string(), content(&number.to_string()), at(0)).unwrap();
    }
    let (mut before, mut seen) = (None, Vec::new());
    loop {
        let page = broker.list("payments", before, 10, at(0)).unwrap();
        seen.extend(bodies(&page.messages).into_iter().map(str::to_owned));
        before = page.next;
        if before.is_none() {
            break;
        }
    }
    assert_eq!(seen, (0..25).rev().map(|number| number.to_string()).collect::<Vec<_>>());
    assert_eq!(counts(&mut broker, "payments", 0), (25, 0, 0));
    for number in 25..35 {
        broker.send("payments", &number.to_string(), content(&"x".repeat(MIB)), at(0)).unwrap();
    }
    assert_eq!(broker.list("payments", None, 0, at(0)).unwrap().messages.len(), 1);
    assert_eq!(broker.list("payments", None, 1000, at(0)).unwrap().messages.len(), 4);
}

#[test]
fn queues_are_shown_with_their_counts_and_their_dead_letter_queues() {
    let mut broker = broker(MIB);
    broker.send("payments", "a", content("m"), at(7)).unwrap();
    let queues = serde_json::to_value(broker.queues(at(7))).unwrap();
    let names: Vec<&str> = queues.as_array().unwrap().iter().map(|queue| queue["name"].as_str().unwrap()).collect();
    assert_eq!(names, ["payments", "payments-dlq", "slow", "slow-dlq"]);
    let expected = json!({
        "name": "payments", "visible": 1, "inFlight": 0, "delayed": 0, "expired": 0, "oldestSentAt": 1_000_007_000,
        "visibilityTimeout": 30, "delay": 0, "messageRetentionPeriod": 3600,
        "deadLetterQueue": "payments-dlq", "maxReceiveCount": 2, "deadLetterQueueOf": null,
    });
    assert_eq!(queues[0], expected);
    assert_eq!((&queues[1]["deadLetterQueueOf"], &queues[1]["deadLetterQueue"]), (&json!("payments"), &json!(null)));
}

#[test]
fn wrong_calls_change_nothing() {
    let mut broker = broker(MIB);
    broker.send("payments", "a", content("m"), at(0)).unwrap();
    let duplicate = broker.send("slow", "a", content("m"), at(0));
    assert_eq!(duplicate.unwrap_err(), BrokerError::DuplicateMessageId("a".to_owned()));
    for number in [0, 11] {
        assert_eq!(broker.receive("payments", number, None, at(0)).unwrap_err(), BrokerError::MaxNumberOfMessages(number));
    }
    assert!(broker.receive("payments", 1, Some(43_201), at(0)).is_err());
    assert!(broker.send("nowhere", "b", content("m"), at(0)).is_err());
    assert_eq!(counts(&mut broker, "payments", 0), (1, 0, 0));
    // A clock that goes back, or is at its end, is no reason to fail.
    assert_eq!(broker.receive("payments", 1, None, Duration::ZERO).unwrap().len(), 1);
    assert_eq!(broker.receive("payments", 1, None, Duration::MAX).unwrap().len(), 0);
}

#[test]
fn a_fifo_queue_holds_a_group_back_while_one_of_its_messages_is_in_flight() {
    let mut broker = broker_of(FIFO, MIB);
    for (id, group) in [("a1", "a"), ("a2", "a"), ("b1", "b"), ("a3", "a")] {
        broker.send("orders.fifo", id, of_group(group, Some(id), id), at(0)).unwrap();
    }
    let (first, handle) = receive(&mut broker, "orders.fifo", 1).unwrap();
    assert_eq!(first, "a1");
    assert_eq!(receive(&mut broker, "orders.fifo", 2).unwrap().0, "b1", "the next of another group");
    assert_eq!(receive(&mut broker, "orders.fifo", 3), None);
    broker.delete(&handle, at(4)).unwrap();
    let together = broker.receive("orders.fifo", 10, None, at(5)).unwrap();
    assert_eq!(together.iter().map(|received| &*received.message.id).collect::<Vec<_>>(), ["a2", "a3"]);
    // The first of the two is deleted, the second still holds the group back.
    broker.delete(&together[0].receipt_handle, at(6)).unwrap();
    broker.send("orders.fifo", "a4", of_group("a", Some("a4"), "a4"), at(6)).unwrap();
    assert_eq!(receive(&mut broker, "orders.fifo", 7), None);
    broker.change_visibility(&together[1].receipt_handle, 0, at(8)).unwrap();
    // It was received once, so it fails, and the group goes on.
    assert_eq!(receive(&mut broker, "orders.fifo", 9).unwrap().0, "a4");
    let failed = broker.list("orders-dlq.fifo", None, 10, at(9)).unwrap().messages;
    assert_eq!((&*failed[0].id, failed[0].message.group_id.as_deref()), ("a3", Some("a")));
    assert_eq!(failed[0].expires_at, 1000 * (1_000_000 + 9 + 7200), "its age begins again");
}

#[test]
fn a_fifo_queue_stores_a_message_once_within_five_minutes() {
    let mut broker = broker_of(FIFO, MIB);
    let mut send = |queue: &str, id: &str, content, now| broker.send(queue, id, content, at(now)).unwrap().to_string();
    assert_eq!(send("orders.fifo", "1", of_group("a", Some("x"), "m"), 0), "1");
    assert_eq!(send("orders.fifo", "2", of_group("b", Some("x"), "other"), 299), "1", "in the whole queue");
    assert_eq!(send("orders.fifo", "3", of_group("a", Some("y"), "m"), 299), "3");
    assert_eq!(send("orders.fifo", "4", of_group("a", Some("x"), "m"), 300), "4");
    assert_eq!(send("fast.fifo", "5", of_group("a", None, "m"), 0), "5");
    assert_eq!(send("fast.fifo", "6", of_group("a", None, "m"), 0), "5", "by its content");
    assert_eq!(send("fast.fifo", "7", of_group("b", None, "m"), 0), "7", "in each group alone");
    assert_eq!(send("theirs.fifo", "8", of_group("a", Some("x"), "m"), 0), "8");
    assert_eq!(send("theirs.fifo", "9", of_group("a", Some("x"), "m"), 0), "8");
    assert_eq!(counts(&mut broker, "orders.fifo", 300), (3, 0, 0));
    // Deleting a message does not make a queue forget it, and what it remembers takes room for no longer than that.
    broker.purge("fast.fifo", at(300)).unwrap();
    broker.purge("theirs.fifo", at(300)).unwrap();
    broker.purge("orders.fifo", at(300)).unwrap();
    assert_eq!(&*broker.send("orders.fifo", "10", of_group("a", Some("x"), "m"), at(599)).unwrap(), "4");
    broker.queues(at(600));
    assert_eq!(broker.memory().used, 0);
}
