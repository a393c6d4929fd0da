//! Decoding of replies.

use std::hint::black_box;

use acs_runtime::wire::{decode_json, decode_xml};
use vpc_api::vpc::DescribeVpcsResponse;

use crate::reply;

pub(crate) fn json_50() -> Box<dyn FnMut()> {
    json(50)
}

pub(crate) fn json_10000() -> Box<dyn FnMut()> {
    json(10_000)
}

fn json(count: usize) -> Box<dyn FnMut()> {
    let text = reply::json(count);
    Box::new(move || {
        let (response, report) = decode_json::<DescribeVpcsResponse>(black_box(&text)).unwrap();
        assert_eq!((response.vpcs.len(), report.fault_count()), (count, 0));
        black_box(response);
    })
}

pub(crate) fn xml_50() -> Box<dyn FnMut()> {
    let text = reply::xml(50);
    Box::new(move || {
        let (response, report) = decode_xml::<DescribeVpcsResponse>(black_box(&text)).unwrap();
        assert_eq!((response.vpcs.len(), report.fault_count()), (50, 0));
        black_box(response);
    })
}
