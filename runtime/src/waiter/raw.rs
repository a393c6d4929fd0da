//! Waits that poll an operation known only by name.

use super::Wait;
use crate::call::RawCall;
use crate::facts::Names;
use crate::operation::{Until, WaiterInfo};

impl RawCall {
    /// Polls the operation until the field `state` has one of these values. The field is in the item of the list at the path `items`,
    /// or in the reply itself if `items` is empty.
    ///
    /// A list of more than one item is an error, since it is unclear which one to wait for. A call that may do more than read is an
    /// error too: see [`read_only`](Self::read_only).
    ///
    /// ```no_run
    /// # use acs_runtime::{Client, Error};
    /// # async fn example(client: Client) -> Result<(), Error> {
    /// let vpc = client.raw_call("DescribeVpcs").param("VpcId", "vpc-1");
    /// vpc.wait_until("Vpcs.Vpc", "Status", ["Available"]).await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn wait_until<S: Into<String>>(self, items: &str, state: &str, values: impl IntoIterator<Item = S>) -> Wait {
        let success = values.into_iter().map(Into::into).collect();
        self.wait(WaiterInfo { items: path(items), status: path(state), success, ..WaiterInfo::DEFAULT })
    }

    /// Polls the operation until the list at the path `items` is empty, or the service says that the requested resource does not
    /// exist.
    ///
    /// A reply without that list is an error, and so is an empty value among the call's parameters: neither proves that the resource
    /// is gone.
    pub fn wait_until_gone(self, items: &str) -> Wait {
        self.wait(WaiterInfo { items: path(items), until: Some(Until::Gone), ..WaiterInfo::DEFAULT })
    }

    fn wait(self, waiter: WaiterInfo) -> Wait {
        let (client, operation, params, options) = self.into_poll();
        let info = WaiterInfo { name: operation.name.clone(), operation: operation.into(), ..waiter };
        let mut wait = client.wait(info, "");
        wait.plan.also = params.iter().map(|param| (param.name().to_owned(), param.value().to_owned())).collect();
        wait.plan.options = options;
        wait
    }
}

fn path(path: &str) -> Names {
    path.split('.').filter(|name| !name.is_empty()).map(str::to_owned).collect()
}
